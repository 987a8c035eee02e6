import type { Language } from "./list";

interface Words {
  search: string;
  list: string;
  recent: string;
  nothing: string;
  failed: string;
  /** In the order of the data. */
  groups: readonly string[];
}

export const WORDS: Record<Language, Words> = {
  en: {
    search: "Search emoji",
    list: "Emoji",
    recent: "Used lately",
    nothing: "No emoji by this name",
    failed: "Could not be loaded. Check your connection, and open it again",
    groups: [
      "Smileys and feelings",
      "People and body",
      "Animals and nature",
      "Food and drink",
      "Travel and places",
      "Activities",
      "Objects",
      "Symbols",
      "Flags",
    ],
  },
  zh: {
    search: "搜索表情",
    list: "表情",
    recent: "最近使用",
    nothing: "没有找到表情",
    failed: "无法加载。请检查网络后重新打开",
    groups: [
      "笑脸与情感",
      "人物与身体",
      "动物与自然",
      "食物与饮料",
      "旅行与地点",
      "活动",
      "物品",
      "符号",
      "旗帜",
    ],
  },
  ru: {
    search: "Найти эмодзи",
    list: "Эмодзи",
    recent: "Недавние",
    nothing: "Такого эмодзи нет",
    failed: "Не удалось загрузить. Проверьте связь и откройте снова",
    groups: [
      "Смайлики и чувства",
      "Люди и тело",
      "Животные и природа",
      "Еда и напитки",
      "Путешествия и места",
      "Занятия",
      "Предметы",
      "Символы",
      "Флаги",
    ],
  },
};
