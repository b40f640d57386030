import type { ConnectionLine } from '../../../functions/assess/reach/lines/connection-line.ts';
import { StageError } from '../../../functions/model/errors.ts';
import { fontStack } from './look.ts';
import { type GraphOptions, type ReachGraph, reachGraph } from './reach-graph.ts';

/** Graphviz takes half a minute and 2 GB for so many boxes and lines; for a third more it has no room. */
const partsMax = 6_000;

/**
 * The picture as SVG: it stands by itself, and is the same for the same lines. Throws BAD_INPUT where
 * it would be too large.
 */
export async function graphSvg(
  lines: Iterable<ConnectionLine>,
  options: GraphOptions,
): Promise<string> {
  const graph = reachGraph(lines, options);
  if (graph.partCount > partsMax) throw tooLarge(graph);
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  return finished(viz.renderString(graph.dot, { format: 'svg' }), graph);
}

function tooLarge({ partCount }: ReachGraph): StageError {
  const what = `a picture of ${partCount} boxes and lines is too large to draw`;
  const remedy = 'Ask for a part of the map with --from or --to, or for a list with --format csv.';
  return new StageError('BAD_INPUT', what, { remedy });
}

/**
 * What Graphviz drew as a file for people: in pixels, with a name and a description for those who
 * cannot see it, in fonts that are there, with what a line says where a pointer rests on it.
 */
function finished(drawn: string, { heading, lineTexts }: ReachGraph): string {
  const size = /<svg width="(?<width>\d+)pt" height="(?<height>\d+)pt"\s+viewBox="(?<box>[^"]+)"/;
  const { width = '', height = '', box = '' } = size.exec(drawn)?.groups ?? {};
  const body = drawn
    .slice(drawn.indexOf('<g id="graph0"'))
    .replace('<title>reach</title>\n', '')
    .replaceAll(/<!--.*?-->\n/gs, '')
    .replaceAll(/font-family="[^"]*"/g, `font-family="${fontStack}"`)
    .replaceAll(
      /(<g id="(line\d+)" class="edge">\n<title>)[^<]*/g,
      (_, start: string, id: string) => start + xmlText(lineTexts.get(id) ?? ''),
    );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${box}" role="img" aria-labelledby="title description">`,
    `<title id="title">${xmlText(heading.title)}</title>`,
    `<desc id="description">${xmlText(heading.remarks.join(' '))}</desc>`,
    body.trimEnd(),
  ].join('\n');
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
