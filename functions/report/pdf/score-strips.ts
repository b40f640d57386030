import type { ScoreRow, ScoresBlock } from '../../../report-templates/blocks.ts';
import { palette, space } from '../../../report-templates/theme.ts';
import type { Element, Pen } from './pen.ts';
import { rowStrips, type Track, tracks } from './row-strips.ts';
import { type Strip, spaced, together } from './strip.ts';
import { styles } from './styles.ts';

const columns = [
  { header: '', weight: 20, align: 'left' },
  { header: '', weight: 36, align: 'left' },
  { header: 'Score', weight: 10, align: 'right' },
  { header: 'Grade', weight: 9, align: 'left' },
  { header: 'Interval', weight: 16, align: 'left' },
  { header: 'Evaluated', weight: 14, align: 'right' },
] as const;

const barColumn = 1;
const barHeight = 7;

/** A line from 0 to 100 a score, with the same numbers in words beside it. */
export function scoreStrips(pen: Pen, block: ScoresBlock, root: Element): readonly Strip[] {
  const table = pen.element('Table', root);
  const columnTracks = tracks(columns, 10);
  const header = scoreRow(pen, {
    texts: columns.map((column) => column.header),
    columnTracks,
    table,
  });
  const rows = block.rows.flatMap((row) =>
    scoreRow(pen, { texts: rowTexts(row), columnTracks, table, row }),
  );
  return spaced(together([...header, ...rows]), space.s);
}

type Drawn = {
  readonly texts: readonly string[];
  readonly columnTracks: readonly Track[];
  readonly table: Element;
  readonly row?: ScoreRow;
};

function scoreRow(pen: Pen, { texts, columnTracks, table, row }: Drawn): readonly Strip[] {
  const isTotal = row?.isTotal === true;
  const rowStyle = isTotal ? styles.bodyStrong : styles.body;
  const style = row === undefined ? styles.columnHeader : rowStyle;
  return rowStrips(pen, {
    cells: columnTracks.map((track, index) => ({
      track,
      text: texts[index] ?? '',
      style,
      tag: row === undefined || index === 0 ? 'TH' : 'TD',
    })),
    padding: isTotal ? 4 : 2,
    table,
    decorate: (y, height) => {
      const track = columnTracks[barColumn];
      if (row?.score === undefined || track === undefined) return;
      drawBar(pen, { track, y: y + (height - barHeight) / 2 }, row.score);
    },
  });
}

function rowTexts({ label, score, coverage }: ScoreRow): readonly string[] {
  if (score === undefined) return [label, 'Not evaluated', '–', '–', '–', coverage];
  const { lower, upper, headline, grade } = score;
  const interval = `${lower.toFixed(1)} to ${upper.toFixed(1)}`;
  return [label, '', headline.toFixed(1), grade, interval, coverage];
}

type Bar = { readonly track: Track; readonly y: number };

function drawBar(pen: Pen, { track, y }: Bar, score: NonNullable<ScoreRow['score']>): void {
  const at = (points: number) => track.x + (track.width * points) / 100;
  const { lower, upper, headline } = score;
  pen.fill({ x: track.x, y, width: track.width, height: barHeight }, palette.track);
  const band = Math.max(upper - lower, 1);
  const start = Math.min(lower, 100 - band);
  const width = at(start + band) - at(start);
  pen.fill({ x: at(start), y, width, height: barHeight }, palette.interval);
  const mark = Math.min(at(headline), at(100) - 2);
  pen.fill({ x: mark, y: y - 2, width: 2, height: barHeight + 4 }, palette.accent);
}
