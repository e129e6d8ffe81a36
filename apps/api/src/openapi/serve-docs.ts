import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { describeApi } from './describe-api.ts';
import { problemsPage } from './problems-page.ts';

const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const assets = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

const page = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Countersign 转诊会签 API</title>
<link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/show.js"></script>
</body>
</html>
`;

// No validator: it would send the description to somebody else's server.
const show = `SwaggerUIBundle({
  url: '/api/docs/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
});
`;

/** The API's description, for people and programs. Everything it shows comes from this server. */
export function serveDocs(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  let described: string | undefined;
  const give = (path: string, type: string, body: () => unknown) =>
    fastify.get(path, (_request, reply) => reply.type(type).header('Cache-Control', 'public, max-age=600').send(body()));

  give('/api/docs', 'text/html; charset=utf-8', () => page);
  give('/api/docs/show.js', 'text/javascript; charset=utf-8', () => show);
  // Made when first asked for: nobody waits for it at the start.
  const description = () => (described ??= JSON.stringify(describeApi(app)));
  give('/api/docs/openapi.json', 'application/json; charset=utf-8', description);
  give('/api/docs/problems', 'text/html; charset=utf-8', problemsPage);
  for (const [name, type] of Object.entries(assets)) {
    give(`/api/docs/${name}`, type, () => createReadStream(join(swaggerUi, name)));
  }
}
