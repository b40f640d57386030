import { assess } from '../functions/assess/assess.ts';
import { discover } from '../functions/discover/discover.ts';
import { type Assessment, assessmentSchema } from '../functions/model/assessment.ts';
import type { ClusterRef } from '../functions/model/cluster.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import type { ArtifactStore, Clusters, Message, World } from '../functions/model/world.ts';
import { notify } from '../functions/notify/notify.ts';
import { exceptionsFile } from '../functions/platform/exceptions-file.ts';
import { loadFonts } from '../functions/platform/fonts.ts';
import { report } from '../functions/report/report.ts';
import { reportFleet } from '../functions/report/report-fleet.ts';
import { takeSnapshot } from '../functions/snapshot/snapshot.ts';

type StagesRequest = {
  readonly scanId: string;
  readonly cluster: ClusterRef;
  readonly clusters: Clusters;
  readonly store: ArtifactStore;
  readonly time: string;
};

type StagesResult = {
  readonly assessment: Assessment;
  readonly messages: readonly Message[];
  /** Every line that was logged. */
  readonly log: readonly string[];
};

/** All five stages over one cluster, with a clock that stands still. */
export async function fiveStages(request: StagesRequest): Promise<StagesResult> {
  const { scanId, cluster, clusters, store, time } = request;
  const messages: Message[] = [];
  const log: string[] = [];
  const note = (event: string, fields: object) => void log.push(JSON.stringify({ event, fields }));
  const world: World = {
    clock: () => new Date(time),
    store,
    clusters,
    fleet: { discover: async () => ({ clusters: [cluster], unreachable: [] }) },
    messenger: { send: async (message) => void messages.push(message) },
    exceptions: exceptionsFile(undefined),
    fonts: loadFonts,
    log: { info: note, warn: note },
  };
  await discover({ scanId, filter: {} }, world);
  await takeSnapshot({ scanId, cluster }, world);
  await assess({ scanId, cluster }, world);
  await report({ scanId, cluster }, world);
  await reportFleet({ scanId }, world);
  await notify({ scanId }, world);
  const bytes = await store.read(storeKeys.assessment({ scanId, cluster }));
  const assessment = assessmentSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  return { assessment, messages, log };
}
