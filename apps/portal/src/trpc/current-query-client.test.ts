import { QueryObserver } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { CurrentQueryClient } from './current-query-client';

/** A query on screen whose answers the test gives. */
function watched(client: CurrentQueryClient) {
  const answers: ((state: string) => void)[] = [];
  const observer = new QueryObserver(client, {
    queryKey: ['list'],
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  });
  return { answers, stop: observer.subscribe(() => undefined), data: () => client.getQueryData(['list']) };
}

test('news during the first reading is followed by another reading', async () => {
  const client = new CurrentQueryClient();
  const { answers, stop, data } = watched(client);
  await vi.waitFor(() => expect(answers).toHaveLength(1));

  const done = client.invalidateQueries({ queryKey: ['list'] });
  answers[0]?.('before the news');
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.('with the news');
  await done;
  expect(data()).toBe('with the news');
  stop();
});

test('a list that has been read once is read again once', async () => {
  const client = new CurrentQueryClient();
  const { answers, stop, data } = watched(client);
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  answers[0]?.('first');
  await vi.waitFor(() => expect(data()).toBe('first'));

  const done = client.invalidateQueries({ queryKey: ['list'] });
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.('second');
  await done;
  expect(data()).toBe('second');
  expect(answers).toHaveLength(2);
  stop();
});
