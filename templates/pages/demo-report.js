/** The form on which a service is reported as done, as a work-order system would. */
import { el } from './demo-phone.js';
import { post } from './demo-talk.js';

const byId = (id) => document.getElementById(id);
/** An example of each kind, and when it will be asked about. */
const SAMPLES = {
  complaint: ['楼道堆放杂物', '投诉处理完毕后 3 天内全部回访：登记以后马上就问住户。'],
  repair: ['客厅天花渗水', '维修要等 1 个星期再问，而且只抽 30%：登记以后把时钟拨一周看看。'],
  help: ['代收大件快递', '求助服务 7 天内回访，抽 30%：不一定抽中。'],
  'home-service': ['家庭保洁', '这一类的回访比例由主管决定。'],
  'paid-service': ['空调清洗', '这一类的回访比例由主管决定。'],
};

/** Prepares the form; the answer opens it, with a kind chosen. `asked` is called when a question is on its way. */
export function reportDialog(stateNow, asked) {
  byId('report-form').addEventListener('submit', (event) => {
    event.preventDefault();
    send(stateNow(), asked);
  });
  byId('report-cancel').addEventListener('click', () => byId('report').close());
  return (wanted) => {
    const state = stateNow();
    if (state !== null) open(state, wanted ?? state.kinds[0].kind);
  };
}

function open(state, wanted) {
  const home = ({ name, household, address }) => el('option', { value: household }, `${address} ${name}`);
  byId('report-household').replaceChildren(...state.residents.map(home));
  byId('report-household').value = state.residents.find(({ id }) => id === state.resident.id).household;
  const radio = ({ kind, name }) => {
    const input = el('input', { type: 'radio', name: 'kind', value: kind, checked: kind === wanted, onchange: () => example(kind) });
    return el('label', {}, input, el('span', {}, name));
  };
  byId('kinds').replaceChildren(...state.kinds.map(radio));
  example(wanted);
  byId('report').showModal();
}

function example(kind) {
  const [text, hint] = SAMPLES[kind] ?? ['', ''];
  byId('report-text').value = text;
  byId('report-hint').textContent = hint;
}

async function send(state, asked) {
  const kind = new FormData(byId('report-form')).get('kind');
  const household = byId('report-household').value;
  const description = byId('report-text').value.trim();
  byId('report').close();
  const owner = state.residents.find((one) => one.household === household);
  if (owner !== undefined && owner.id !== state.resident.id) await post('/demo/resident', { id: owner.id });
  const done = await post('/demo/report', { kind, household, description });
  if (done && kind === 'complaint') asked();
}
