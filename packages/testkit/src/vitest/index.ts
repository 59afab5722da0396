export { FakeClock, type FakeTimer } from './fake-clock';
export { leftOpen, snapshotHandles, type HandleCounts } from './open-handles';
export { waitUntil, type WaitOptions } from './wait-until';
