import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const SKIPPED = /^(node_modules|dist|wailsjs|e2e|testdata)$|^\./;

/** A source file of the repository; `path` starts at its root. */
export interface Source {
  path: string;
  text: string;
}

/** The files under a folder of the repository whose names end in one of these. */
export function sources(folder: string, ...endings: string[]): Source[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : sources(path, ...endings);
    if (!endings.some((ending) => entry.name.endsWith(ending))) return [];
    return [{ path, text: readFileSync(join(ROOT, path), 'utf8') }];
  });
}

/** The screens' own code, without tests and without what is generated. */
export const screenSources = (...endings: string[]): Source[] =>
  sources('frontend/src', ...endings).filter(
    ({ path }) => !/\.test\.ts$|schema\.d\.ts$/.test(path),
  );
