import type { PbxDetail } from '@switchroom/contracts';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { appErrorOf } from '../../trpc/errors';
import { serverClient, serverTrpc } from '../../trpc/server';

/**
 * The PBX of a page, read once per request for its title and its first data. A PBX that is not there, or lies outside of
 * what the visitor may see, is "not found"; undefined when the gateway fails, and the browser asks again.
 */
const readPbx = cache(async (organisationId: string, pbxId: string): Promise<PbxDetail | undefined> => {
  if (!z.uuid().safeParse(pbxId).success) notFound();
  try {
    return await serverClient().pbxs.get.query({ organisationId, pbxId });
  } catch (error) {
    if (appErrorOf(error).code === 'not-found') notFound();
    return undefined;
  }
});

/** Name of the PBX for the title of a page; undefined when it could not be read. */
export async function pbxTitle(organisationId: string, pbxId: string): Promise<string | undefined> {
  return (await readPbx(organisationId, pbxId))?.name;
}

/** Puts the PBX into the data of the page. */
export async function prefetchPbx(organisationId: string, pbxId: string): Promise<void> {
  const detail = await readPbx(organisationId, pbxId);
  if (detail === undefined) return;
  const { trpc, prefetch } = serverTrpc();
  await prefetch({ ...trpc.pbxs.get.queryOptions({ organisationId, pbxId }), queryFn: () => detail });
}
