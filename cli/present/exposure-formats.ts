import type { FuturePeers } from '../../functions/assess/reach/future/future-peers.ts';
import type { Exposure } from '../../functions/assess/reach/ways/exposure.ts';
import { exposureText } from '../../functions/assess/reach/ways/exposure-text.ts';
import { oneLine } from '../../functions/model/one-line.ts';
import { futureData, futureLines } from './future-peers.ts';
import { jsonText } from './json-list.ts';

export const exposureFormats = ['table', 'json'] as const;
export type ExposureFormat = (typeof exposureFormats)[number];

/** How a cluster is open to the outside, and to pods that could be made in it. */
export type Exposed = { readonly exposure: Exposure; readonly future: FuturePeers };

/** The lines of a map with what it is exposed to after them. */
export function* withExposure(
  lines: Iterable<string>,
  { exposure, future }: Exposed,
  format: ExposureFormat,
): Generator<string> {
  if (format === 'json') {
    yield '{"connections":';
    yield* lines;
    yield `,"exposure": ${jsonText(exposure)}`;
    yield `,"futurePeers": ${jsonText(futureData(future))}`;
    yield '}';
    return;
  }
  yield* lines;
  yield '';
  for (const line of exposureText(exposure).split('\n')) yield oneLine(line);
  yield '';
  for (const line of futureLines(future)) yield oneLine(line);
}
