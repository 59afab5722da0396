/** Why the gateway closes a browser's websocket, as close codes in the range that applications may define. */
export const socketClosed = {
  /** The session has ended: there is nothing to connect again for. */
  signedOut: 4401,
  /** Rights have changed: connect again, and what is subscribed to is checked anew. */
  accessChanged: 4402,
} as const;
