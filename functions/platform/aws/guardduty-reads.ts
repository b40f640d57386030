import { GetDetectorCommand, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { allPages, answerTo, answerToEach, askedOnce } from './aws-calls.ts';
import type { AwsSubject } from './aws-subject.ts';

/** Whether GuardDuty watches the region of a cluster, and what of it. */
export function guardDutyReads(subject: AwsSubject) {
  const detectorIds = askedOnce(() => listDetectors(subject));
  return {
    'guardduty:ListDetectors': detectorIds,
    'guardduty:GetDetector': async () => getDetectors(subject, await detectorIds()),
  };
}

function listDetectors({ clients, deadline }: AwsSubject): Promise<readonly string[]> {
  const call = { action: 'guardduty:ListDetectors', deadline };
  return allPages(call, async (NextToken, options) => {
    const command = new ListDetectorsCommand({ MaxResults, NextToken });
    const answer = await clients.guardduty.send(command, options);
    return { items: answer.DetectorIds, nextToken: answer.NextToken };
  });
}

/** An answer does not name the detector that it is of. */
async function getDetectors(
  { clients, deadline }: AwsSubject,
  names: readonly string[],
): Promise<readonly unknown[]> {
  const call = { action: 'guardduty:GetDetector', deadline };
  return answerToEach(call, { of: 'detectors', names }, async (DetectorId) => {
    const command = new GetDetectorCommand({ DetectorId });
    const answer = await answerTo(call, (options) => clients.guardduty.send(command, options));
    return { ...answer, DetectorId };
  });
}

/** The most that GuardDuty gives at once. */
const MaxResults = 50;
