// How the search orders its results: a page whose title or text has the word comes before a name in the code that only
// contains its letters. https://www.sphinx-doc.org/en/master/usage/configuration.html#confval-html_search_scorer
var Scorer = {
  objNameMatch: 11,
  objPartialMatch: 1,
  objPrio: { 0: 1, 1: 0, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
