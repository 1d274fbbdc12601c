// A reporter of node:test that names the files in which a test failed, once each, and keeps
// what was skipped for the end of `make test`.
import { skipped } from '../../build/skips.mjs';

export default async function* failed(events) {
  const named = new Set();
  for await (const { type, data } of events) {
    if (type === 'test:pass' && data.skip !== undefined)
      skipped(data.name, data.skip === true ? '' : data.skip);
    if (type !== 'test:fail' || !data.file || named.has(data.file)) continue;
    named.add(data.file);
    yield `${data.file}\n`;
  }
}
