'use client';
import { ApisSection } from './apis-section';
import { AttentionPanel } from './attention-panel';
import { IdentitySection } from './identity-section';
import { LinkSection } from './link-section';
import { NodesSection } from './nodes-section';
import { PbxOverviewSkeleton } from './pbx-overview-skeleton';
import { usePbx } from './use-pbx';

/** First side of a PBX's page: what needs a person, who the PBX is, how it is linked, what it grants, its nodes. */
export function PbxOverview({ pbxId }: { pbxId: string }) {
  const pbx = usePbx(pbxId).data;
  // The frame around this side shows the error.
  if (pbx === undefined) return <PbxOverviewSkeleton />;
  return (
    <div className="grid gap-6">
      <AttentionPanel pbx={pbx} />
      <div className="grid items-start gap-x-8 gap-y-6 xl:grid-cols-2">
        <div className="grid gap-6">
          <IdentitySection pbx={pbx} />
          <LinkSection pbx={pbx} />
        </div>
        <div className="grid gap-6">
          <ApisSection pbx={pbx} />
          <NodesSection pbx={pbx} />
        </div>
      </div>
    </div>
  );
}
