import type { LinkKind, SyncState } from '@switchroom/contracts';
import type { Tone } from '@switchroom/ui/lib/tone';
import {
  CircleCheck,
  CircleHelp,
  CircleOff,
  Link2,
  type LucideIcon,
  OctagonX,
  Power,
  RefreshCw,
  Split,
  TriangleAlert,
} from 'lucide-react';

/** Icon and colour of each link state, the same on every page. */
export const linkLooks: Record<LinkKind, { tone: Tone; icon: LucideIcon }> = {
  online: { tone: 'ok', icon: Link2 },
  connecting: { tone: 'progress', icon: RefreshCw },
  offline: { tone: 'warn', icon: CircleOff },
  refused: { tone: 'danger', icon: OctagonX },
  disabled: { tone: 'neutral', icon: Power },
};

/** Icon and colour of each sync state, the same on every page. */
export const syncLooks: Record<SyncState, { tone: Tone; icon: LucideIcon }> = {
  'in-sync': { tone: 'ok', icon: CircleCheck },
  drifted: { tone: 'warn', icon: TriangleAlert },
  conflict: { tone: 'danger', icon: Split },
  unknown: { tone: 'neutral', icon: CircleHelp },
};

/** Where a chip has too little room its detail is cut, never the word of the state. */
export const wordFirst = '[&>span:first-child]:shrink-0';
