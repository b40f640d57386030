import type { Box } from './boxes.ts';
import type { Drawing, Self } from './drawing.ts';
import type { GraphPeer } from './graph-peer.ts';
import { inLines, row, stacked, styledText, table, textCell } from './html-label.ts';
import { everyWorkload } from './joint.ts';
import { colours, fontSizes } from './look.ts';
import { portsText, type Strand } from './strand.ts';

const nameLengthMax = 38;
const portsLengthMax = 34;
/** Up to so many workloads each one is named; in a larger picture a box names some. */
const namedWorkloadsMax = 120;
const namesMax = { small: 60, large: 6 } as const;
/** More names than this stand in two columns. */
const columnLengthMax = 14;

const wide = { COLSPAN: '2' } as const;
const aboveLine = { BORDER: '1', SIDES: 'T', COLOR: colours.paper } as const;

/** The label of a box: who is in it, and a row for each socket with its place as port. */
export function boxLabel(box: number, drawing: Drawing, sockets: readonly Strand[]): string {
  const given = drawing.boxes[box];
  const look = given?.members[0]?.look ?? 'other';
  const rows = [
    ...nameRows(given?.members ?? [], {
      max: namesShown(drawing.boxes),
      isOnAccent: look === 'internet',
    }),
    ...selfRows(drawing.selves[box], (given?.members.length ?? 0) > 1),
    ...(drawing.lonely.has(box) ? [textRow('no connections')] : []),
    ...socketRows(sockets),
  ];
  return table(rows, {
    BORDER: given?.isFolded === true ? '3' : '1',
    CELLPADDING: '3',
    ...coloursOf(look),
  });
}

/** The label of the end that stands for all workloads of a namespace, or of all namespaces. */
export function groupLabel(group: string, drawing: Drawing, sockets: readonly Strand[]): string {
  const places = drawing.groups.get(group) ?? [];
  const members = places.flatMap((place) => drawing.boxes[place]?.members ?? []);
  const what = members.every(({ kind }) => kind === 'Pod') ? 'pods' : 'workloads';
  const where = group === everyWorkload ? ' of all namespaces' : '';
  const title = `all ${members.length} ${what}${drawing.isWhole ? '' : ' shown'}${where}`;
  const among = drawing.amongGroups.flatMap((given) => (given.group === group ? given.strand : []));
  const rows = [
    row(textCell(styledText(title, { colour: colours.paper, isBold: true }), wide)),
    ...selfRows({ isOnly: false, strands: among }, true),
    ...socketRows(sockets),
  ];
  const colour = { COLOR: colours.quiet, BGCOLOR: colours.quiet };
  return table(rows, { BORDER: '1', CELLPADDING: '4', ...colour });
}

function namesShown(boxes: readonly Box[]): number {
  const total = boxes.reduce((sum, { members }) => sum + members.length, 0);
  return total > namedWorkloadsMax ? namesMax.large : namesMax.small;
}

function coloursOf(look: GraphPeer['look']): { readonly COLOR: string; readonly BGCOLOR: string } {
  if (look === 'internet') return { COLOR: colours.accent, BGCOLOR: colours.accent };
  const colour = look === 'publicBlock' ? colours.accent : colours.quiet;
  return { COLOR: colour, BGCOLOR: colours.paper };
}

type Naming = { readonly max: number; readonly isOnAccent: boolean };

function nameRows(members: readonly GraphPeer[], { max, isOnAccent }: Naming): readonly string[] {
  const colour = isOnAccent ? colours.paper : colours.ink;
  const quiet = { colour: isOnAccent ? colours.paper : colours.quiet };
  const kinds = new Set(members.map(({ kind }) => kind));
  const shown = members.slice(0, max);
  const rest = members.length - shown.length;
  const names = shown.map(({ name, kind }) => {
    const set = styledText(inLines(name, nameLengthMax), {
      size: fontSizes.name,
      colour,
      isBold: true,
    });
    return kinds.size > 1 ? `${set}  ${styledText(kind, quiet)}` : set;
  });
  const below = [
    ...(rest > 0 ? [`and ${rest} more`] : []),
    ...(kinds.size === 1 ? kinds : []),
    ...shown.flatMap(({ remarks }) => remarks),
  ]
    .filter((text) => text !== '')
    .map((text) => styledText(inLines(text, nameLengthMax), quiet));
  if (names.length <= columnLengthMax) {
    return [row(textCell(stacked([...names, ...below]), wide))];
  }
  const height = Math.ceil(names.length / 2);
  const columns = [names.slice(0, height), names.slice(height)];
  return [
    row(...columns.map((column) => textCell(stacked(column), { VALIGN: 'TOP' }))),
    ...(below.length > 0 ? [row(textCell(stacked(below), wide))] : []),
  ];
}

function selfRows(self: Self | undefined, hasMembers: boolean): readonly string[] {
  const { isOnly = false, strands = [] } = self ?? {};
  const whom = hasMembers ? 'among themselves' : 'among its pods';
  if (isOnly && strands.length === 0) return [textRow(`not ${whom}`)];
  const said = strands.map((strand) =>
    strand.certainty === 'undefined' ? `${portsText(strand)} (undefined)` : portsText(strand),
  );
  return said.map((text) => textRow(`${isOnly ? 'only ' : ''}${whom}: ${text}`));
}

function textRow(text: string): string {
  return row(
    textCell(styledText(inLines(text, portsLengthMax), {}), { ...wide, BGCOLOR: colours.room }),
  );
}

function socketRows(sockets: readonly Strand[]): readonly string[] {
  return sockets.map((strand, place) =>
    row(
      textCell(styledText(inLines(portsText(strand), portsLengthMax), {}), {
        ...wide,
        PORT: `s${place}`,
        ...aboveLine,
        BGCOLOR: colours.socket,
      }),
    ),
  );
}
