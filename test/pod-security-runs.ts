import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type ExitStatus, exitStatus } from '../cli/exit-status.ts';
import { program } from '../cli/program.ts';
import { terminalOn } from '../cli/terminal.ts';
import { StageError } from '../functions/model/errors.ts';
import type { Ended } from './command-line.ts';

const template = '{spec: {containers: [{name: app, securityContext: {privileged: true}}]}}';

/** One of each kind that is judged, and one that is not. */
export const kinds = `apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: app}]}
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: PodTemplate, metadata: {name: b}, template: ${template}}
  - {apiVersion: v1, kind: ReplicationController, metadata: {name: c}, spec: {template: ${template}}}
---
{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: d}, spec: {template: ${template}}}
---
{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: e}, spec: {template: ${template}}}
---
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: f}, spec: {template: ${template}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: g}, spec: {template: ${template}}}
---
{apiVersion: batch/v1, kind: Job, metadata: {generateName: h-, namespace: shop}, spec: {template: ${template}}}
---
{apiVersion: batch/v1, kind: CronJob, metadata: {name: i}, spec: {jobTemplate: {spec: {template: ${template}}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: j}, spec: {}}
---
apiVersion: v1
kind: PodList
items: [{metadata: {name: a}, spec: {containers: [{name: app}]}}]
`;

/** Pods that cannot be read as such, and other things beside them. */
export const faulty = `apiVersion: v1
kind: Pod
metadata: {name: wrong-type}
spec: {containers: [{name: app, securityContext: {privileged: "s3cret"}}]}
---
{apiVersion: v1, kind: Pod, metadata: {name: empty}, spec: {containers: []}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: no-template}, spec: {}}
---
{apiVersion: v1, kind: Deployment, metadata: {name: no-group}, spec: {template: ${template}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: hollow}, spec: {template: {spec: {}}}}
---
note: no object at all
---
{apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: custom}, spec: {template: ${template}}}
---
{apiVersion: batch.volcano.sh/v1alpha1, kind: Job, metadata: {name: other}, spec: {template: ${template}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: noted, annotations: {port: 80}}, spec: {containers: [{name: app}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: odd, annotations: {note: , a.b/c: x}}, spec: {containers: [{name: app}]}}
`;

/** Words that are paths. */
const given = [
  'm',
  'm/a.yaml',
  'm/b.json',
  'faulty.yaml',
  'allowed.json',
  'broken.yaml',
  'broken-service.yaml',
  'snapshot.json.gz',
  'whole.json.gz',
  'nowhere',
];

/** Runs the command in this process; paths are meant from the folder of the test. */
export async function podSecurityIn(folder: string, words: readonly string[]): Promise<Ended> {
  const [output, remarks] = [new PassThrough(), new PassThrough()];
  const outcome: { status: ExitStatus } = { status: exitStatus.done };
  const there = words.map((word) => (given.includes(word) ? join(folder, word) : word));
  let said = '';
  try {
    const root = program(terminalOn(output, remarks), outcome);
    await root.parseAsync(['pod-security', ...there], { from: 'user' });
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    outcome.status = exitStatus.notDone;
    said = error.message;
  }
  const text = (stream: PassThrough): string =>
    (stream.read()?.toString('utf8') ?? '').replaceAll(`${folder}/`, '');
  return { status: outcome.status, out: text(output), err: `${text(remarks)}${said}` };
}

/** A manifest of one pod with one plain container. */
export function pod(name: string, spec: object): string {
  const containers = [{ name: 'app' }];
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers, ...spec },
  });
}
