import { type DataTag, QueryClient, QueryObserver, type QueryKey } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { putLive } from './put-live';

test('an answer from before the news does not put the older state back', async () => {
  const queryKey = ['plan'] as unknown as DataTag<QueryKey, string, unknown>;
  const answers: ((state: string) => void)[] = [];
  const client = new QueryClient();
  client.setQueryData(queryKey, 'open');
  const observer = new QueryObserver(client, {
    queryKey,
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  });
  const stop = observer.subscribe(() => undefined);
  await vi.waitFor(() => expect(answers).toHaveLength(1));

  putLive(client, queryKey, 'verified');
  answers[0]?.('running');
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  expect(client.getQueryData(queryKey)).toBe('verified');
  answers[1]?.('verified');
  await vi.waitFor(() => expect(client.isFetching()).toBe(0));
  expect(client.getQueryData(queryKey)).toBe('verified');
  stop();
});

test('without a request under way nothing is asked', () => {
  const queryKey = ['plan'] as unknown as DataTag<QueryKey, string, unknown>;
  const client = new QueryClient();
  putLive(client, queryKey, 'running');
  expect(client.getQueryData(queryKey)).toBe('running');
  expect(client.isFetching()).toBe(0);
});
