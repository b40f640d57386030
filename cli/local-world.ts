import { resolve } from 'node:path';
import type { Clock, ExceptionsFile, Log, Messenger, World } from '../functions/model/world.ts';
import { exceptionsFile } from '../functions/platform/exceptions-file.ts';
import { loadFonts } from '../functions/platform/fonts.ts';
import { slackMessenger } from '../functions/platform/slack-messenger.ts';
import { folderStore } from '../functions/platform/store/folder-store.ts';
import type { ScanSource } from './sources/scan-source.ts';
import type { Terminal } from './terminal.ts';

type LocalOptions = {
  readonly source: ScanSource;
  readonly storeFolder: string;
  readonly clock: Clock;
  readonly messenger: Messenger;
  /** Left out, there are none. */
  readonly exceptions?: ExceptionsFile;
  readonly terminal: Terminal;
};

/** The world of a machine: a folder as store, the terminal for what would go elsewhere. */
export function localWorld(options: LocalOptions): World {
  const { source, storeFolder, clock, messenger, exceptions, terminal } = options;
  return {
    clock,
    store: folderStore(resolve(storeFolder)),
    fleet: source.fleet,
    clusters: source.clusters,
    messenger,
    exceptions: exceptions ?? exceptionsFile(undefined),
    fonts: loadFonts,
    log: warningsOnly(terminal),
  };
}

/** Warnings that come to a terminal in words. */
const sentences: Readonly<Record<string, string>> = {
  'report.notLatest': 'a later scan of this cluster is there, and stays the latest one',
};

/** A person at a terminal wants to hear what is wrong; what went well shows in the result. */
function warningsOnly(terminal: Terminal): Log {
  return {
    info: () => {},
    warn: (event, fields) => {
      const sentence = sentences[event];
      if (sentence !== undefined) {
        terminal.note(`warning: ${sentence}`);
        return;
      }
      const details = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
      terminal.note(`warning: ${event} ${details.join(' ')}`);
    },
  };
}

/** Slack where an address is set, the terminal otherwise. */
export function localMessenger(slackAddress: string | undefined, fallback: Messenger): Messenger {
  return slackAddress === undefined || slackAddress === ''
    ? fallback
    : slackMessenger({ url: slackAddress });
}
