import { type Answer, type Asked, type Fields, pageOf, restJson } from './wire.ts';

export type FakeGuardDuty = {
  /** As GetDetector gives them, in JSON, by id. */
  readonly detectors?: Readonly<Record<string, Fields>>;
};

/** `GET /detector` and `GET /detector/ID`: rest-json. */
export function guardDutyAnswer(
  { detectors = {} }: FakeGuardDuty,
  { parts, query }: Asked,
): Answer {
  const [, id] = parts;
  if (id === undefined) {
    const sizeMax = Number(query.get('maxResults') ?? 50);
    if (sizeMax > 50) return refused('maxResults is at most 50');
    const ids = Object.keys(detectors);
    const { items, nextToken } = pageOf(ids, sizeMax, query.get('nextToken') ?? undefined);
    return restJson.answer({ detectorIds: items, nextToken });
  }
  const detector = detectors[id];
  return detector === undefined
    ? refused('The request is rejected because the input detectorId is not owned by the account.')
    : restJson.answer(detector);
}

const refused = (message: string): Answer =>
  restJson.error({ status: 400, type: 'BadRequestException', message });
