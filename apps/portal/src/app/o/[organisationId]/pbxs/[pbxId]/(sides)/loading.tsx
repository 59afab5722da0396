import { PbxOverviewSkeleton } from '@/features/pbx/pbx-overview-skeleton';

export default function Loading() {
  return <PbxOverviewSkeleton />;
}
