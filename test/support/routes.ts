import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What the server itself says it answers: `GET /api/v1/referrals/{id}`. */
export function routesOf(app: NestFastifyApplication): string[] {
  const printed = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const above: string[] = [];
  return printed.split('\n').flatMap((line) => {
    const [, indent, segment, methods] = /^([│ ]*)[├└]── (\S+)(?: \((.+)\))?$/u.exec(line) ?? [];
    if (indent === undefined || segment === undefined) return [];
    const depth = indent.length / 4;
    above.length = depth;
    above.push(segment);
    const path = above.join('').replaceAll(/:(\w+)/g, '{$1}');
    const asked = (methods ?? '').split(', ').filter((method) => method !== '' && method !== 'HEAD');
    return asked.map((method) => `${method} ${path}`);
  });
}
