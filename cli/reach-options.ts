import { type Protocol, protocols } from '../functions/assess/reach/algebra/port-set.ts';
import type { PortPoint } from '../functions/assess/reach/explain/step.ts';
import { levels } from '../functions/assess/reach/lines/peer-names.ts';
import { type ProfileFlags, profileWish } from './choose-profile.ts';
import type { ReachRequest } from './commands/reach.ts';
import { connectionFormats } from './present/connection-formats.ts';
import { type ExposureFormat, exposureFormats } from './present/exposure-formats.ts';
import { graphFormats, isGraphFormat } from './present/reach-graph/graph-formats.ts';
import { oneOfFlag, type SourceFlags, sourceGiven, usage } from './source-options.ts';

/** The flags of `reach` as they are typed. */
export type ReachFlags = SourceFlags &
  ProfileFlags & {
    readonly level?: string;
    readonly from?: string;
    readonly to?: string;
    readonly port?: string;
    readonly explain?: boolean;
    readonly exposure?: boolean;
    readonly format?: string;
    readonly output?: string;
  };

const reachFormats = [...connectionFormats, ...graphFormats] as const;

/** Turns flags into a request. Throws BAD_INPUT for what does not go together. */
export async function reachRequest(
  path: string | undefined,
  flags: ReachFlags,
): Promise<ReachRequest> {
  const format = oneOfFlag('--format', flags.format, reachFormats) ?? 'table';
  const isExplained = flags.explain ?? false;
  if (isExplained && isGraphFormat(format)) {
    throw usage('--explain has no place in a graph', 'Give another --format, or leave one out.');
  }
  const exposure = exposureOf(flags, format);
  return {
    profile: profileWish(flags),
    level: oneOfFlag('--level', flags.level, levels) ?? 'workload',
    from: flags.from,
    to: flags.to,
    port: portOf(flags.port),
    isExplained,
    format,
    exposure,
    output: flags.output,
    source: await sourceGiven(path, flags, 'a map'),
  };
}

/** The format in which the exposure is told; undefined where it is not asked for. */
function exposureOf(
  { exposure = false, from, to, port }: ReachFlags,
  format: ReachRequest['format'],
): ExposureFormat | undefined {
  if (!exposure) return undefined;
  if ((from ?? to ?? port) !== undefined) {
    const what = '--exposure is about the whole cluster';
    throw usage(what, 'Leave out --from, --to and --port.');
  }
  const known = exposureFormats.find((given) => given === format);
  if (known !== undefined) return known;
  throw usage(`--exposure has no --format ${format}`, `Give one of ${exposureFormats.join(', ')}.`);
}

type AskedPort = PortPoint & { readonly protocol: Protocol };

function portOf(text: string | undefined): AskedPort | undefined {
  if (text === undefined) return undefined;
  const parts = /^(?<port>\d{1,5})\/(?<protocol>\w+)$/.exec(text)?.groups;
  const port = Number(parts?.['port']);
  const protocol = protocols.find((given) => given === parts?.['protocol']?.toUpperCase());
  if (protocol !== undefined && port >= 1 && port <= 65_535) return { protocol, port };
  throw usage(`--port "${text}" is no port`, `Give one as 443/TCP, of ${protocols.join(', ')}.`);
}
