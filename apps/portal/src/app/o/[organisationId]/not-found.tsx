import { InFrameNotFound } from '@/shell/in-frame-not-found';

export default function NotFound() {
  return <InFrameNotFound />;
}
