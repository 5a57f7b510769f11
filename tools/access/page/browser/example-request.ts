import { element } from './element';
import type { Request, Way } from './model';
import { requestWords, resourceOf } from './request-words';

/** Of more phrases than these all but two are folded. */
const MOST_TOLD = 3;

/**
 * One request that one side alone allows.
 *
 * @param label - which side: `Allowed now, not before`
 * @param request - undefined where the conditions are too many to find one
 */
export function exampleRequest(label: string, request: Request | undefined, way: Way, other?: Way): HTMLElement {
  const heading = element('strong', {}, `${label}: `);
  if (request === undefined)
    return element(
      'div',
      { class: 'example' },
      element('p', {}, heading, 'the conditions are too many to show a case.'),
    );

  const resource = resourceOf(request);
  const words = requestWords(request, way, other);
  const places = words.length > MOST_TOLD ? MOST_TOLD - 1 : words.length;
  const [told, folded] = [words.slice(0, places), words.slice(places)];
  const sentence = element(
    'p',
    {},
    heading,
    element('span', { title: way.principal.id }, way.principal.name),
    ' with ',
    element('code', {}, request.action),
    ' on ',
    resource === undefined ? 'whatever it is done to' : element('code', {}, resource),
    ...told.map((phrase) => `, ${phrase}`),
    folded.length === 0 ? '.' : ' …',
  );
  if (folded.length === 0) return element('div', { class: 'example' }, sentence);

  const rest = element('ul', { class: 'limits' }, ...folded.map((phrase) => element('li', {}, phrase)));
  return element(
    'div',
    { class: 'example' },
    sentence,
    element('details', {}, element('summary', {}, `and ${String(folded.length)} more`), rest),
  );
}
