// Installs what package-lock.json names, unless that is what is installed already. Run by the build; needs node and npm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const stamp = join(here, 'node_modules', '.installed-lock');
const wanted = createHash('sha256').update(readFileSync(join(here, 'package-lock.json'))).digest('hex');

if (installed() !== wanted) {
  const { status, error } = spawnSync('npm', ['ci', '--no-progress', '--loglevel=error'], { cwd: here, stdio: 'inherit' });
  if (error || status !== 0) {
    console.error(`peers: "npm ci" in ${here} failed${error ? `: ${error.message}` : ''}. Are node 20 or later and npm here?`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

function installed() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}
