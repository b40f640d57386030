import type { Arrow } from './arrows.ts';
import type { Attributes } from './dot-text.ts';
import type { Drawing } from './drawing.ts';
import { styledText } from './html-label.ts';
import { colours, fontName, fontSizes } from './look.ts';
import { isOnEveryPort, portsText, type Strand } from './strand.ts';

export function graphAttributes(header: string): Attributes {
  return {
    rankdir: 'LR',
    bgcolor: colours.paper,
    fontname: fontName,
    pad: 0.35,
    nodesep: 0.18,
    ranksep: 1,
    // Boxes lie over lines, so that no line strikes out a name.
    outputorder: 'edgesfirst',
    labelloc: 't',
    labeljust: 'l',
    label: { html: header },
  };
}

export const nodeDefaults: Attributes = {
  shape: 'plain',
  fontname: fontName,
  fontsize: fontSizes.small,
};

export const edgeDefaults: Attributes = { color: colours.line };

export function clusterAttributes(title: string): Attributes {
  return {
    label: { html: styledText(title, { size: fontSizes.room, isBold: true }) },
    labelloc: 't',
    labeljust: 'l',
    style: 'rounded,filled',
    fillcolor: colours.room,
    color: colours.faint,
    margin: 12,
  };
}

/** A point where lines of every port meet, a plate with the ports where others do. */
export function junctionAttributes(strand: Strand): Attributes {
  const isOpen = strand.certainty === 'undefined';
  const colour = isOpen ? colours.quiet : colours.line;
  if (isOnEveryPort(strand)) {
    return {
      shape: 'circle',
      label: '',
      width: 0.13,
      fixedsize: 'true',
      style: 'filled',
      color: colour,
      fillcolor: isOpen ? colours.paper : colour,
    };
  }
  return {
    shape: 'box',
    style: isOpen ? 'rounded,filled,dashed' : 'rounded,filled',
    color: colour,
    fillcolor: colours.socket,
    margin: '0.08,0.03',
    height: 0.1,
    label: { html: styledText(portsText(strand), {}) },
  };
}

export function arrowAttributes(
  { from, to, strand, isTwoWay }: Arrow,
  drawing: Drawing,
): Attributes {
  const isOpen = strand.certainty === 'undefined';
  const isHeavy = isOnEveryPort(strand) && !isOpen;
  const isOfInternet = [from, to].some(
    (end) => end.kind === 'box' && drawing.boxes[end.box]?.members[0]?.look === 'internet',
  );
  return {
    penwidth: isHeavy ? 2.2 : 1.1,
    arrowsize: isHeavy ? 0.7 : 0.65,
    ...(isOpen && { style: 'dashed', color: colours.quiet }),
    ...(isOfInternet && { color: colours.accent }),
    weight: weightOf(isOpen, isOfInternet),
    ...directionOf(to.kind === 'junction', isTwoWay),
  };
}

/** What is sure decides where boxes stand, and lines of the internet are kept straight above all. */
function weightOf(isOpen: boolean, isOfInternet: boolean): number {
  if (isOpen) return 0;
  return isOfInternet ? 3 : 1;
}

/** Heads stand at destinations only: into a junction a line just goes. */
function directionOf(goesIntoJunction: boolean, isTwoWay: boolean): Attributes {
  if (goesIntoJunction) return { dir: isTwoWay ? 'back' : 'none' };
  return isTwoWay ? { dir: 'both' } : {};
}
