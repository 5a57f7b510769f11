import { attributeIn } from '../../../tools/sandbox/drill/topic-judge';

describe('an attribute of a topic', () => {
  const answer =
    '<entry><key>Policy</key><value>{&quot;a&quot;: &#34;&lt;b&gt; &amp;amp;&#x22;}</value></entry><entry><key>Owner</key><value>1</value></entry>';

  it('is read out of the answer as it was written', () => {
    expect(attributeIn(answer, 'Policy')).toBe('{"a": "<b> &amp;"}');
    expect(attributeIn(answer, 'Owner')).toBe('1');
  });

  it('may be absent', () => {
    expect(attributeIn(answer, 'KmsMasterKeyId')).toBeUndefined();
  });
});
