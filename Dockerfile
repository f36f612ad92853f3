# One image for every app: the command chooses which.
FROM node:22-slim AS build
WORKDIR /assay
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:22-slim AS dependencies
WORKDIR /assay
COPY package.json package-lock.json .npmrc ./
# The services bring their own PostgreSQL; only standalone needs the embedded one, so it stays.
RUN npm ci --omit=dev

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /assay
COPY --from=dependencies /assay/node_modules node_modules
COPY --from=build /assay/dist dist
COPY package.json LICENSE ./
USER node
EXPOSE 3000 3001 3002 3003 3004
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/apps/standalone/main.js"]
