// Prints the text of each page of FILE as PDF.js reads it: node pdfjs.mjs FOLDER FILE
const [, , folder, file] = process.argv;
const { getDocument } = await import(folder + '/pdfjs-dist/legacy/build/pdf.mjs');
const data = new Uint8Array((await import('fs')).readFileSync(file));
const book = await getDocument({ data, verbosity: 0 }).promise;
const pages = [];
for (let i = 1; i <= book.numPages; i++) {
  const { items } = await (await book.getPage(i)).getTextContent();
  pages.push(items.map(item => item.str + (item.hasEOL ? '\n' : '')).join(''));
}
console.log(JSON.stringify(pages));
