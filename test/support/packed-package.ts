import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** A scratch project in which a package is installed as published. */
export interface ScratchProject {
  /** Runs a script in it and returns the output. @throws Error if the script fails */
  node(script: string, environment: Readonly<Record<string, string>>): Promise<string>;
  /** Type-checks a source in it. @throws Error with the compiler's output */
  check(source: string): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Packs the build of a package, and unpacks it beside its dependencies and peers only.
 * @param also further packages that its users install
 */
export async function installPacked(
  name: 'client' | 'openfeature-provider',
  also: readonly string[] = [],
): Promise<ScratchProject> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-scratch-'));
  const modules = join(folder, 'node_modules');
  const target = join(modules, '@assay', name);
  await mkdir(target, { recursive: true });
  const packing = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  await run('npm', packing, { cwd: join(ROOT, 'packages', name) });
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  await run('tar', ['-xzf', join(folder, tarball), '-C', target, '--strip-components', '1']);
  // npm's own file: these two are in it.
  const { dependencies, peerDependencies } = JSON.parse(
    await readFile(join(target, 'package.json'), 'utf8'),
  ) as Partial<Record<'dependencies' | 'peerDependencies', Readonly<Record<string, string>>>>;
  for (const needed of [...Object.keys({ ...dependencies, ...peerDependencies }), ...also]) {
    await mkdir(dirname(join(modules, needed)), { recursive: true });
    await cp(join(ROOT, 'node_modules', needed), join(modules, needed), { recursive: true });
  }
  await mkdir(join(modules, '@types'), { recursive: true });
  await symlink(join(ROOT, 'node_modules/@types/node'), join(modules, '@types/node'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  return {
    async node(script, environment) {
      await writeFile(join(folder, 'main.js'), script);
      const env = { PATH: process.env['PATH'], ...environment };
      return (await run(process.execPath, ['main.js'], { cwd: folder, env, timeout: 30_000 })).stdout;
    },
    async check(source) {
      await writeFile(join(folder, 'main.ts'), source);
      const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
      const options = [
        '--noEmit',
        '--strict',
        '--module',
        'nodenext',
        '--target',
        'es2022',
        '--types',
        'node',
        'main.ts',
      ];
      await run(process.execPath, [tsc, ...options], { cwd: folder }).catch((error: { stdout: string }) => {
        throw new Error(error.stdout);
      });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
