import { option } from './common';

/** The article's table of trace flags: value here, name and code there. The PBX keeps the codes or'ed. */
export const myappsLogFlags = [
  option('app', 'App (0x1)'),
  option('dns', 'DNS (0x8)'),
  option('http-client', 'HTTP client (0x80)'),
  option('tls', 'TLS (0x400)'),
  option('tcp', 'TCP (0x800)'),
  option('lds', 'LDS (0x1000)'),
  option('websocket-client', 'WebSocket client (0x4000)'),
  option('app-websocket', 'App WebSocket (0x8000)'),
  option('udp', 'UDP (0x200000)'),
  option('dtls', 'DTLS (0x400000)'),
  option('media', 'Media (0x800000)'),
  option('media-channel', 'Media channel (0x1000000)'),
  option('ice', 'ICE (0x2000000)'),
  option('turn', 'TURN (0x4000000)'),
  option('appsharing', 'AppSharing (0x8000000)'),
  option('audio', 'Audio (0x10000000)'),
  option('video', 'Video (0x20000000)'),
  option('browser', 'Browser (0x40000000)'),
  option('appproxy', 'AppProxy (0x80000000)'),
  option('webserver', 'Webserver (0x200000000)'),
  option('browser-console', 'Browser Console (0x400000000)'),
  option('signaling', 'Signaling (0x800000000)'),
] as const;
