import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import vm from 'node:vm';
import type { Host } from './guest/host.ts';
import type { Guest } from './guest/install.ts';
import type { VuStart } from './vu-messages.ts';

/** Marks our own modules in a stack. */
const GUEST = 'evenkeel:guest/';

export interface VuContext {
  readonly guest: Guest;
  /** Runs the bundle's init code; rejects with what it threw, a value of the context. */
  load(): Promise<{ readonly [name: string]: unknown }>;
}

/**
 * A fresh context with nothing of Node in it, and k6's modules, which are made of code that runs inside it.
 * A sandbox without prototype: `globalThis.constructor` would otherwise be an Object of ours.
 */
export async function vuContext(start: VuStart, host: Host): Promise<VuContext> {
  let guest: Guest | undefined;
  const refuse = (): never => {
    const message = 'import() is not available: modules are imported by an import statement at the top of the file';
    throw guest === undefined ? new Error(message) : guest.error(message);
  };
  const context = vm.createContext(
    Object.create(null) as object,
    {
      name: `VU ${start.vu}`,
      codeGeneration: { strings: true, wasm: false },
      // Code that a built-in evaluates has no module of its own to ask.
      importModuleDynamically: refuse,
    } as vm.CreateContextOptions,
  );

  const install = await guestModule(context, refuse);
  guest = (install.namespace as unknown as typeof import('./guest/install.ts')).install(host, start.vu, JSON.stringify(start.env));
  const { modules } = guest;
  return {
    guest,
    async load() {
      const bundle = new vm.SourceTextModule(start.source, { context, identifier: start.file, importModuleDynamically: refuse });
      await bundle.link((name) => {
        const exports = modules[name];
        if (exports === undefined) throw new Error(`the module "${name}" needs k6`);
        return syntheticModule(name, exports, context);
      });
      await bundle.evaluate();
      return bundle.namespace as { readonly [name: string]: unknown };
    },
  };
}

function syntheticModule(name: string, exports: { readonly [name: string]: unknown }, context: vm.Context): vm.SyntheticModule {
  const module = new vm.SyntheticModule(
    Object.keys(exports),
    () => {
      for (const [key, value] of Object.entries(exports)) module.setExport(key, value);
    },
    { context, identifier: name },
  );
  return module;
}

/** Our modules for scripts, from the folder beside this file, evaluated in the context. */
async function guestModule(context: vm.Context, importModuleDynamically: () => never): Promise<vm.SourceTextModule> {
  const modules = new Map<string, Promise<vm.SourceTextModule>>();
  const module = (path: string): Promise<vm.SourceTextModule> => {
    const known = modules.get(path);
    if (known !== undefined) return known;
    const made = readFile(new URL(path, import.meta.url), 'utf8').then(
      (source) => new vm.SourceTextModule(source, { context, identifier: GUEST + path, importModuleDynamically }),
    );
    modules.set(path, made);
    return made;
  };
  const root = await module('guest/install.js');
  await root.link((specifier, from) => module(posix.join(posix.dirname(from.identifier.slice(GUEST.length)), specifier)));
  await root.evaluate();
  return root;
}
