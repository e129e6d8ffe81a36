# The server as one image. It needs a PostgreSQL (DATABASE_URL) or a volume for its embedded one, and a volume at /data
# for papers, documents and the keys that ID and phone numbers are encrypted with: back that volume up.

FROM node:26-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps/api/package.json apps/api/
COPY apps/console/package.json apps/console/
COPY bench/package.json bench/
COPY libs/contract/package.json libs/contract/
COPY libs/documents/package.json libs/documents/
COPY libs/evidence/package.json libs/evidence/
COPY libs/policy/package.json libs/policy/
COPY migrations/package.json migrations/

FROM manifests AS build
RUN npm install --no-save --no-audit --no-fund
COPY . .
RUN node_modules/.bin/tsc -b apps/api && node_modules/.bin/vite build apps/console

FROM manifests AS dependencies
RUN npm install --no-save --no-audit --no-fund --omit=dev --workspace @countersign/api

FROM node:26-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app ./
COPY --from=build /app/apps/api/dist apps/api/dist
COPY --from=build /app/apps/console/dist apps/console/dist
COPY --from=build /app/libs/contract/dist libs/contract/dist
COPY --from=build /app/libs/documents/dist libs/documents/dist
COPY --from=build /app/libs/evidence/dist libs/evidence/dist
COPY --from=build /app/libs/evidence/check.mjs libs/evidence/check.mjs
COPY --from=build /app/libs/policy/dist libs/policy/dist
COPY --from=build /app/migrations/dist migrations/dist
COPY --from=build /app/samples/*.csv samples/
RUN mkdir /data && chown node:node /data && chmod 700 /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "--eval", \
  "fetch(`http://127.0.0.1:${process.env.PORT}/api/v1/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "apps/api/dist/main.js"]
