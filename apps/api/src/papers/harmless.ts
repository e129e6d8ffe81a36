/**
 * Headers under which what people upload is shown as what it is, and nothing in it runs. Shown in place, a page of our
 * own may frame it, and nobody else's.
 */
export const harmless = (inline: boolean): Record<string, string> => ({
  'Cache-Control': 'private, no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': `default-src 'none'; sandbox; frame-ancestors ${inline ? "'self'" : "'none'"}`,
  'X-Frame-Options': inline ? 'SAMEORIGIN' : 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
});
