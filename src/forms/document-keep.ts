/** A place to sign takes the last rows of the table before it along, so that no signature stands alone on a page. */

const ROW = /<w:tr[ >](?:(?!<w:tr[ >])[\s\S])*?<\/w:tr>/gu;
/** So many rows go with it. */
const GO_ALONG = 2;

/** A paragraph between tables that is kept with what follows keeps the end of the table before it too. */
export const keptEnds = (xml: string): string =>
  xml.replaceAll(/(<w:tbl>(?:(?!<w:tbl>)[\s\S])*?<\/w:tbl>)(?=<w:p><w:pPr><w:keepNext\/>)/gu, (table) => {
    const count = (table.match(ROW) ?? []).length;
    let at = 0;
    return table.replaceAll(ROW, (row) => {
      at += 1;
      return at > count - GO_ALONG ? kept(row) : row;
    });
  });

const kept = (row: string): string =>
  row.includes('<w:keepNext/>') ? row : row.replaceAll('<w:pPr>', '<w:pPr><w:keepNext/>');
