import type { AddressInfo } from 'node:net';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Config } from '../config/config.ts';

/** Where a server listens, with the port that was given where PORT is 0, and a host that a browser can open. */
export function listeningAddress(bound: AddressInfo, { host }: Config): string {
  const openable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${openable.includes(':') ? `[${openable}]` : openable}:${bound.port}`;
}

/** Where others reach this server: what QR codes name. */
@Injectable()
export class PublicAddress {
  constructor(
    private readonly config: Config,
    private readonly host: HttpAdapterHost,
  ) {}

  /** Without a slash at the end. Null before the server listens, where no setting names an address. */
  get url(): string | null {
    if (this.config.publicUrl !== null) return this.config.publicUrl;
    const bound = this.host.httpAdapter.getHttpServer().address() as AddressInfo | null;
    return bound && listeningAddress(bound, this.config);
  }
}
