export { freePort } from './free-port';
export { startProcess, type ExitInfo, type RunningProcess, type StartProcessOptions } from './start-process';
