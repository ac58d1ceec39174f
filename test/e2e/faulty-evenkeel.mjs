// The command with faults in its local provider: `faulty-evenkeel.mjs RULES ARGS…`, rules as JSON.
const dist = new URL('../../dist/', import.meta.url);
const { main } = await import(new URL('src/cli/main.js', dist).href);
const { openLocal } = await import(new URL('collectors/providers/local/adapter.js', dist).href);
const [node, script, rules, ...args] = process.argv;
await main([node, script, ...args], (_kind, _settings, deps) => openLocal(deps, JSON.parse(rules)));
