export * from './access';
export * from './audit';
export * from './keys';
export * from './mail';
export * from './organisations';
export * from './pbxs';
export * from './plans';
export * from './snapshots';
