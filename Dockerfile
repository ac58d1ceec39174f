FROM node:22-bookworm-slim AS build
# better-sqlite3 is compiled where its prebuilt binary cannot be had.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node bin/build.mjs --force && npm prune --omit=dev --no-audit --no-fund

FROM node:22-bookworm-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends fio sysbench \
  && rm -rf /var/lib/apt/lists/*
COPY --from=grafana/k6:2.2.0 /usr/bin/k6 /usr/bin/k6
COPY --from=build /app /app
# New named volumes take their owner from here.
RUN mkdir -p /var/lib/evenkeel/grafana /var/lib/evenkeel-dashboards \
  && chown -R node:node /var/lib/evenkeel /var/lib/evenkeel-dashboards
USER node
WORKDIR /var/lib/evenkeel
ENV NODE_ENV=production
ENTRYPOINT ["node", "/app/bin/evenkeel.mjs"]
CMD ["up"]
