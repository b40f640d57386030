import { type Entrance, type EntranceBackend, entranceText } from './entrance.ts';
import { exitText } from './exits.ts';
import type { Exposure, WorkloadExposure } from './exposure.ts';
import type { Fact } from './fact.ts';
import { workloadText } from './service-backends.ts';

/** The exposure of a cluster for a person at a terminal. */
export function exposureText({ profile, entrances, exits, workloads }: Exposure): string {
  return [
    `profile ${profile}; security groups and routes of the network are not read`,
    section('WAYS IN', entrances.flatMap(entranceLines)),
    section('SERVICES THAT LEAD OUT', exits.map(exitText)),
    section('WORKLOADS', workloads.flatMap(workloadLines)),
  ].join('\n\n');
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...(lines.length === 0 ? ['  none'] : lines.map((line) => `  ${line}`))].join(
    '\n',
  );
}

const doubts = { yes: '', undefined: ', undefined' } as const;

function entranceLines(entrance: Entrance): readonly string[] {
  const { from, certainty, why, listens, sources, backends, missing } = entrance;
  const at = listens.length === 0 ? '' : ` at ${listens.join(', ')}`;
  return [
    `from ${from}${doubts[certainty]}: ${entranceText(entrance)}${at}`,
    `  ${why}`,
    ...sources.map(({ text }) => `  pods see ${text}`),
    ...backends.map((backend) => `  ${backendText(backend)}`),
    ...missing.map((text) => `  not found: ${text}`),
  ];
}

function backendText({ workload, protocol, port, listener, verdict, reason }: EntranceBackend) {
  const through = listener === undefined || listener === port ? '' : ` by ${listener}`;
  return `${verdict}: ${workloadText(workload)} ${protocol} ${port}${through} (${reason})`;
}

function workloadLines({ workload, pods, from, to }: WorkloadExposure): readonly string[] {
  return [
    `${workloadText(workload)}, ${pods === 1 ? '1 pod' : `${pods} pods`}`,
    factText('from the internet', from.internet),
    factText('from the VPC', from.vpc),
    factText('from other nodes', from.nodes),
    factText('to the internet', to.internet),
    factText('to instance metadata', to.instanceMetadata),
    factText('to the API server', to.apiServer),
    factText('to DNS', to.dns),
  ];
}

function factText(what: string, { answer, ports, reason }: Fact): string {
  return `  ${what}: ${answer}${ports === '' ? '' : `, ${ports}`} (${reason})`;
}
