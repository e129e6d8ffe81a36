import type { Certificates } from './certificates.ts';
import { NoCertificates } from './no-certificates.ts';

/** The one place that names the adapter: a hospital whose people have certificates puts its own here. */
export const openCertificates = (): Certificates => new NoCertificates();
