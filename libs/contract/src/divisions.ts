/** Provinces by the first two digits of GB/T 2260. */
const provinces: Record<string, string> = {
  11: '北京市',
  12: '天津市',
  13: '河北省',
  14: '山西省',
  15: '内蒙古自治区',
  21: '辽宁省',
  22: '吉林省',
  23: '黑龙江省',
  31: '上海市',
  32: '江苏省',
  33: '浙江省',
  34: '安徽省',
  35: '福建省',
  36: '江西省',
  37: '山东省',
  41: '河南省',
  42: '湖北省',
  43: '湖南省',
  44: '广东省',
  45: '广西壮族自治区',
  46: '海南省',
  50: '重庆市',
  51: '四川省',
  52: '贵州省',
  53: '云南省',
  54: '西藏自治区',
  61: '陕西省',
  62: '甘肃省',
  63: '青海省',
  64: '宁夏回族自治区',
  65: '新疆维吾尔自治区',
  71: '台湾省',
  81: '香港特别行政区',
  82: '澳门特别行政区',
};

/** Cities by the first four digits: those of Guangdong and Shanxi, where our hospitals are, and where their patients mostly go. */
const cities: Record<string, string> = {
  1401: '太原市',
  1402: '大同市',
  1403: '阳泉市',
  1404: '长治市',
  1405: '晋城市',
  1406: '朔州市',
  1407: '晋中市',
  1408: '运城市',
  1409: '忻州市',
  1410: '临汾市',
  1411: '吕梁市',
  3201: '南京市',
  3301: '杭州市',
  4101: '郑州市',
  4201: '武汉市',
  4301: '长沙市',
  4401: '广州市',
  4402: '韶关市',
  4403: '深圳市',
  4404: '珠海市',
  4405: '汕头市',
  4406: '佛山市',
  4407: '江门市',
  4408: '湛江市',
  4409: '茂名市',
  4412: '肇庆市',
  4413: '惠州市',
  4414: '梅州市',
  4415: '汕尾市',
  4416: '河源市',
  4417: '阳江市',
  4418: '清远市',
  4419: '东莞市',
  4420: '中山市',
  4451: '潮州市',
  4452: '揭阳市',
  4453: '云浮市',
  4501: '南宁市',
  5101: '成都市',
  6101: '西安市',
};

/** 广东省广州市; null where the code is of no place that we know. */
export function divisionPlace(code: string): string | null {
  const name = `${provinces[code.slice(0, 2)] ?? ''}${cities[code.slice(0, 4)] ?? ''}`;
  return name === '' || !/^\d{6}$/.test(code) ? null : name;
}

/** 广东省广州市（440100）; the code alone where it is of no place that we know. */
export function divisionName(code: string): string {
  const place = divisionPlace(code);
  return place === null ? code : `${place}（${code}）`;
}

interface NamedDivision {
  code: string;
  /** 广东省, 广东省广州市. */
  name: string;
}

/** Every division that has a name here: each province, and after it its cities. */
export const divisions: readonly NamedDivision[] = Object.entries(provinces).flatMap(([province, name]) => [
  { code: `${province}0000`, name },
  ...Object.entries(cities)
    .filter(([city]) => city.startsWith(province))
    .map(([city, cityName]) => ({ code: `${city}00`, name: `${name}${cityName}` })),
]);
