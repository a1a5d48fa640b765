// A client of feeds, Readium's r2-opds-js: reads every page of a list and fetches every book in it.
// node opds_client.cjs NODE_MODULES FEED-OF-2.0 FEED-OF-1.2; prints what it found as JSON.
"use strict";

const path = require("node:path");
const { createHash } = require("node:crypto");

const [modules, second, first] = process.argv.slice(2);
const at = (name) => require(path.join(modules, name));
const R2 = "dist/es8-es2017/src";
const { initGlobalConverters_GENERIC } = at(`r2-shared-js/${R2}/init-globals`);
const { initGlobalConverters_OPDS } = at(`r2-opds-js/${R2}/opds/init-globals`);
const { convertOpds1ToOpds2 } = at(`r2-opds-js/${R2}/opds/converter`);
const { OPDS } = at(`r2-opds-js/${R2}/opds/opds1/opds`);
const { OPDSFeed } = at(`r2-opds-js/${R2}/opds/opds2/opds2`);
const { TaJsonDeserialize } = at(`r2-lcp-js/${R2}/serializable`);
const { XML } = at(`r2-utils-js/${R2}/_utils/xml-js-mapper`);
const { DOMParser } = at("@xmldom/xmldom");

const has = (link, rel) => [link.Rel].flat().includes(rel);
const ACQUISITION = "http://opds-spec.org/acquisition/open-access";

const readSecond = async (answer) => TaJsonDeserialize(await answer.json(), OPDSFeed);
const readFirst = async (answer) => {
  const parsed = new DOMParser().parseFromString(await answer.text(), "application/xml");
  return convertOpds1ToOpds2(XML.deserialize(parsed, OPDS));
};

const crawl = async (address, read) => {
  const found = { pages: 0, publications: [], books: {}, types: {} };
  while (address) {
    const feed = await read(await fetch(address));
    found.pages += 1;
    for (const publication of feed.Publications ?? []) {
      found.publications.push(publication.Metadata.Identifier);
      for (const link of publication.Links.filter((one) => has(one, ACQUISITION))) {
        const answer = await fetch(new URL(link.Href, address));
        if (!answer.ok) throw new Error(link.Href);
        const data = Buffer.from(await answer.arrayBuffer());
        found.books[path.posix.basename(link.Href)] = createHash("sha256").update(data).digest("hex");
        found.types[link.TypeLink] = (found.types[link.TypeLink] ?? 0) + 1;
      }
    }
    const next = (feed.Links ?? []).find((link) => has(link, "next"));
    address = next ? new URL(next.Href, address).href : "";
  }
  return found;
};

(async () => {
  initGlobalConverters_GENERIC();
  initGlobalConverters_OPDS();
  const found = { second: await crawl(second, readSecond), first: await crawl(first, readFirst) };
  process.stdout.write(JSON.stringify(found));
})();
