import path from 'node:path';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
  // Workspace packages export TypeScript source.
  transpilePackages: ['@switchroom/contracts', '@switchroom/protocol', '@switchroom/ui'],
  turbopack: { root: path.join(import.meta.dirname, '../..') },
  poweredByHeader: false,
  // What the proxy does not see: scripts, styles, fonts and icons.
  headers: async () => [
    {
      source: '/(_next/static/.*|icon.svg|favicon.ico|opengraph-image.*)',
      headers: [
        { key: 'x-content-type-options', value: 'nosniff' },
        { key: 'cross-origin-resource-policy', value: 'same-origin' },
        // An icon that is opened by itself is a document: it runs nothing and is framed by nobody.
        {
          key: 'content-security-policy',
          value: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        },
      ],
    },
  ],
  devIndicators: false,
  // Type errors are found by `pnpm typecheck`, which the same pipeline runs before the build.
  typescript: { ignoreBuildErrors: false },
};

export default createNextIntlPlugin('./src/i18n/request.ts')(config);
