import { sheet } from '../../../report-templates/theme.ts';
import type { Strip } from './strip.ts';

const bottom = sheet.height - sheet.bottom;
/** The height that a page has for strips. */
export const pageCapacity = bottom - sheet.top;

/** Puts strips on pages, top to bottom. `newPage` is called before each page but the first. */
export function flow(strips: readonly Strip[], newPage: () => void): void {
  let y: number = sheet.top;
  let isAtTop = true;
  let isInChain = false;
  for (const [index, strip] of strips.entries()) {
    const needed = isInChain ? strip.height : chainHeight(strips, index);
    const isFull = y + strip.spaceBefore + needed > bottom;
    if (!isAtTop && (isFull || strip.startsPage === true)) {
      newPage();
      y = sheet.top + drawHeader(strip.header);
      isAtTop = true;
    }
    if (!isAtTop) y += strip.spaceBefore;
    strip.draw(y);
    y += strip.height;
    isAtTop = false;
    isInChain = strip.keepsWithNext;
  }
}

function drawHeader(header: Strip | undefined): number {
  if (header === undefined) return 0;
  header.draw(sheet.top);
  return header.height;
}

/** Height from a strip to the end of what must stay with it; of the strip alone beyond a page. */
function chainHeight(strips: readonly Strip[], start: number): number {
  const first = strips[start];
  if (first === undefined) return 0;
  let height = first.height;
  let isOpen = first.keepsWithNext;
  for (let index = start + 1; isOpen && index < strips.length; index += 1) {
    const strip = strips[index];
    if (strip === undefined || strip.startsPage === true) break;
    height += strip.spaceBefore + strip.height;
    if (height > pageCapacity) return first.height;
    isOpen = strip.keepsWithNext;
  }
  return height;
}
