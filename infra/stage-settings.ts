import { Duration } from 'aws-cdk-lib';

/** A file that a stage reads beside its code: from the root of the repository to the bundle. */
export type BundledFile = { readonly from: string; readonly to: string };

export type StageSettings = {
  readonly description: string;
  readonly memorySizeMb: number;
  readonly timeout: Duration;
  readonly files: readonly BundledFile[];
};

export type StageName = 'discover' | 'snapshot' | 'assess' | 'report' | 'notify';

/** From here on Lambda gives a function one whole virtual CPU. */
const oneCpuMb = 1_769;

const fonts = 'node_modules/@expo-google-fonts';
const reportFonts = [
  'ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf',
  'ibm-plex-sans/600SemiBold/IBMPlexSans_600SemiBold.ttf',
  'ibm-plex-mono/400Regular/IBMPlexMono_400Regular.ttf',
].map((font) => ({ from: `${fonts}/${font}`, to: 'fonts' }));

/** What each stage needs of Lambda, in the order of a scan. */
export const stageSettings: Readonly<Record<StageName, StageSettings>> = {
  discover: {
    description: 'Finds the clusters to scan.',
    memorySizeMb: 512,
    timeout: Duration.minutes(5),
    files: [],
  },
  snapshot: {
    description: 'Reads one cluster: its policies, workloads and identities.',
    memorySizeMb: oneCpuMb,
    timeout: Duration.minutes(15),
    files: [],
  },
  assess: {
    description: 'Judges the snapshot of one cluster.',
    memorySizeMb: oneCpuMb,
    timeout: Duration.minutes(10),
    files: [],
  },
  report: {
    description: 'Writes the evidence of one cluster, or the summary of a scan.',
    memorySizeMb: oneCpuMb,
    timeout: Duration.minutes(10),
    files: reportFonts,
  },
  notify: {
    description: 'Tells people what got worse.',
    memorySizeMb: 512,
    timeout: Duration.minutes(3),
    files: [],
  },
};
