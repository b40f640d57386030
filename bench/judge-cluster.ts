import { assessSnapshot } from '../functions/assess/assess-snapshot.ts';
import { catalogue } from '../functions/assess/catalog.ts';
import { judgeSnapshot } from '../functions/assess/judge.ts';
import { wholeCluster } from './whole-cluster.ts';

// One measured run over a whole cluster: `parse` reads its JSON, `judge` asks every control, `assess`
// makes the whole assessment, with scores, frameworks and the map of connections.
const [task, count = '100'] = process.argv.slice(2);
const snapshot = wholeCluster(Number(count));
const text = JSON.stringify(snapshot);
const tasks: Readonly<Record<string, () => unknown>> = {
  parse: () => JSON.parse(text),
  judge: () => judgeSnapshot(snapshot, catalogue),
  assess: () =>
    assessSnapshot({
      scan: { scanId: snapshot.scanId, cluster: snapshot.cluster },
      snapshot,
      snapshotDigest: '0'.repeat(64),
      catalogue,
      tool: { name: 'ringfence', version: '0' },
    }),
};

const started = performance.now();
const cpu = process.cpuUsage();
tasks[task ?? '']?.();
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(
  `${JSON.stringify({
    ms,
    cpuMs: (user + system) / 1_000,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
  })}\n`,
);
