export * from './audit';
export * from './organisations';
export * from './pbxs';
export * from './plans';
export * from './snapshots';
