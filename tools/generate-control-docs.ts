import { catalogue } from '../functions/assess/catalog.ts';
import { controlPages } from './control-pages.ts';
import { generateFolder } from './generated-folder.ts';

/** Writes docs/controls from the catalogue; with --check only tells whether it is up to date. */
await generateFolder('controls', controlPages(catalogue));
