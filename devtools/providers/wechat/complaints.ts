import { wechatError } from './error';
import { nextId } from './state';
import type { Complaint, PayOrder, WechatStore } from './state';

type Body = Record<string, unknown>;

export type Complaints = {
  add(order: PayOrder, detail: string): Complaint;
  list(body: Body): Record<string, unknown>;
  detail(body: Body): Record<string, unknown>;
  respond(body: Body): Record<string, unknown>;
  complete(body: Body): Record<string, unknown>;
};

export function createComplaints(store: WechatStore, now: () => number): Complaints {
  const { state } = store;

  function find(body: Body): Complaint {
    const complaint = state.complaints[String(body['complaint_id'])];
    if (complaint === undefined) throw wechatError(268490002, 'no such complaint');
    return complaint;
  }

  function view({ complaintId, outTradeNo, detail, at, state: stage }: Complaint): Body {
    const order = state.orders[outTradeNo];
    return {
      complaint_id: complaintId,
      complaint_time: new Date(at).toISOString(),
      complaint_detail: detail,
      complaint_state: stage,
      payer_openid: order?.openid,
      complaint_order_info: [
        {
          transaction_id: order?.wxOrderId,
          out_trade_no: outTradeNo,
          amount: order?.paidFee,
          wxa_out_trade_no: outTradeNo,
          wx_order_id: order?.wxOrderId,
        },
      ],
    };
  }

  return {
    add({ outTradeNo }, detail) {
      const complaintId = nextId(store, 'complaint');
      const complaint: Complaint = {
        ...{ complaintId, outTradeNo, detail, at: now() },
        state: 'PENDING',
        responses: [],
      };
      state.complaints[complaintId] = complaint;
      store.save();
      return complaint;
    },
    list(body) {
      const { offset = 0, limit = 10 } = body;
      const all = Object.values(state.complaints).sort((one, other) => other.at - one.at);
      const page = all.slice(Number(offset), Number(offset) + Number(limit));
      return { total: all.length, complaints: page.map(view) };
    },
    detail: (body) => ({ complaint: view(find(body)) }),
    respond(body) {
      const complaint = find(body);
      const text = body['response_content'];
      if (typeof text !== 'string' || text === '') throw wechatError(268490002, 'response_content');
      complaint.responses.push(text);
      complaint.state = 'PROCESSING';
      store.save();
      return {};
    },
    complete(body) {
      const complaint = find(body);
      if (complaint.state === 'PENDING') throw wechatError(268490002, 'respond first');
      complaint.state = 'PROCESSED';
      store.save();
      return {};
    },
  };
}
