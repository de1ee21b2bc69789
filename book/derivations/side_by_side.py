"""What figures come to when one is divided by another: of one page that sets them side by side, or of two articles."""

from claimbook.register.units import Quantity


def chatgpt_visits_per_user(chatgpt_monthly_visits: Quantity, chatgpt_monthly_users: Quantity) -> Quantity:
    """Visits of a month over monthly users. [visit / user]"""
    return chatgpt_monthly_visits / chatgpt_monthly_users


def chatgpt_monthly_cost_per_user(chatgpt_monthly_cost: Quantity, chatgpt_monthly_users: Quantity) -> Quantity:
    """Cloud bill of a month over monthly users. [US dollar / user]"""
    return chatgpt_monthly_cost / chatgpt_monthly_users


def chatgpt_stated_electricity_month(chatgpt_stated_electricity_cost: Quantity, january_length: Quantity) -> Quantity:
    """Stated electricity of a day, for every day of January. [US dollar]"""
    return chatgpt_stated_electricity_cost * january_length


def chatgpt_electricity_share_of_bill(
    chatgpt_stated_electricity_month: Quantity, chatgpt_monthly_cost: Quantity
) -> Quantity:
    """Stated electricity over the stated cloud bill of the same month. [1]"""
    return chatgpt_stated_electricity_month / chatgpt_monthly_cost


def chatgpt_electricity_per_visit(
    chatgpt_stated_electricity_month: Quantity, chatgpt_monthly_visits: Quantity
) -> Quantity:
    """Stated electricity of a month over its visits. [US dollar / visit]"""
    return chatgpt_stated_electricity_month / chatgpt_monthly_visits


def chatgpt_server_payback_time(
    chatgpt_stated_server_bill: Quantity, chatgpt_monthly_cost: Quantity, january_length: Quantity
) -> Quantity:
    """Time in which the monthly bill, spent on nothing else, pays for the servers. [time]"""
    return chatgpt_stated_server_bill / (chatgpt_monthly_cost / january_length)


def chatgpt_visits_per_server(
    chatgpt_monthly_visits: Quantity, january_length: Quantity, chatgpt_server_count: Quantity
) -> Quantity:
    """Visits of a month over its minutes and the stated servers. [visit / server / time]"""
    return chatgpt_monthly_visits / january_length / chatgpt_server_count


def chatgpt_power_per_server(chatgpt_power_by_price: Quantity, chatgpt_server_count: Quantity) -> Quantity:
    """Power that the stated bill and price leave for each server. [power / server]"""
    return chatgpt_power_by_price / chatgpt_server_count


def chatgpt_price_per_server(chatgpt_stated_server_bill: Quantity, chatgpt_server_count: Quantity) -> Quantity:
    """Stated investment over the stated servers. [US dollar / server]"""
    return chatgpt_stated_server_bill / chatgpt_server_count


def a800_server_price_in_dollars(a800_server_stated_price: Quantity, yuan_per_dollar_march_2023: Quantity) -> Quantity:
    """Printed least price of a server with A800s, in dollars of the day. [US dollar / server]"""
    return a800_server_stated_price / yuan_per_dollar_march_2023


def chatgpt_servers_a100_count(chatgpt_server_count: Quantity, inspur_server_gpu_count: Quantity) -> Quantity:
    """GPUs of the stated servers, if each has as many as Inspur's. [A100]"""
    return chatgpt_server_count * inspur_server_gpu_count


def chatgpt_bill_per_a100(chatgpt_stated_server_bill: Quantity, chatgpt_servers_a100_count: Quantity) -> Quantity:
    """Stated investment over the servers' GPUs. [US dollar / A100]"""
    return chatgpt_stated_server_bill / chatgpt_servers_a100_count


def a100_share_of_chatgpt_server(
    inspur_server_gpu_count: Quantity, a100_official_price: Quantity, chatgpt_price_per_server: Quantity
) -> Quantity:
    """Share of the price of one of ChatGPT's servers that eight A100s cost at the official price. [1]"""
    return inspur_server_gpu_count * a100_official_price / chatgpt_price_per_server


def a800_share_of_stated_server(a800_server_chip_bill: Quantity, a800_server_stated_price: Quantity) -> Quantity:
    """What a server's A800s cost over the printed least price of the server. [1]"""
    return a800_server_chip_bill / a800_server_stated_price


def gpt3_run_in_days_of_electricity(
    gpt3_stated_cost_guosheng: Quantity, chatgpt_stated_electricity_cost: Quantity
) -> Quantity:
    """Days of the stated electricity that one training run of GPT-3 costs. [time]"""
    return gpt3_stated_cost_guosheng / chatgpt_stated_electricity_cost


def chatgpt_server_bill_in_gpt3_runs(
    chatgpt_stated_server_bill: Quantity, gpt3_stated_cost_guosheng: Quantity
) -> Quantity:
    """Training runs of GPT-3 that the stated servers cost. [1]"""
    return chatgpt_stated_server_bill / gpt3_stated_cost_guosheng


def chatgpt_month_in_gpt3_runs(chatgpt_monthly_cost: Quantity, gpt3_stated_cost: Quantity) -> Quantity:
    """A month's bill over a run of GPT-3 at Huatai's cost. [1]"""
    return chatgpt_monthly_cost / gpt3_stated_cost


def chatgpt_month_in_guosheng_runs(chatgpt_monthly_cost: Quantity, gpt3_stated_cost_guosheng: Quantity) -> Quantity:
    """A month's bill over a run of GPT-3 at Guosheng's cost. [1]"""
    return chatgpt_monthly_cost / gpt3_stated_cost_guosheng


def chatgpt_month_in_chatgpt_runs(chatgpt_monthly_cost: Quantity, chatgpt_training_run_cost: Quantity) -> Quantity:
    """A month's bill over a run of ChatGPT at Caijing's cost. [1]"""
    return chatgpt_monthly_cost / chatgpt_training_run_cost


def gpt3_compute_price_guosheng(
    gpt3_stated_cost_guosheng: Quantity, stated_training_time: Quantity, reference_computing_rate: Quantity
) -> Quantity:
    """Guosheng's cost of a GPT-3 run over the operations that the next paragraph prints. [US dollar / computation]"""
    return gpt3_stated_cost_guosheng / (stated_training_time * reference_computing_rate)


def gpt4_compute_price(gpt4_stated_cost: Quantity, gpt4_stated_compute: Quantity) -> Quantity:
    """Stated cost of GPT-4's run over its stated operations. [US dollar / computation]"""
    return gpt4_stated_cost / gpt4_stated_compute


def gpt3_compute_price(gpt3_stated_cost: Quantity, gpt3_stated_compute: Quantity) -> Quantity:
    """Price of compute that the stated GPT-3 run implies. [US dollar / computation] (huatai-2023, line 15)"""
    return gpt3_stated_cost / gpt3_stated_compute


def chatgpt_training_cost_at_stated_price(
    chatgpt_stated_training_compute: Quantity, gpt3_compute_price: Quantity
) -> Quantity:
    """Stated compute of ChatGPT's training at the same article's price of a GPT-3 run. [US dollar]"""
    return chatgpt_stated_training_compute * gpt3_compute_price


def chatgpt_training_cost_discrepancy(
    chatgpt_training_run_cost: Quantity, chatgpt_training_cost_at_stated_price: Quantity
) -> Quantity:
    """Caijing's cost of ChatGPT's training over Huatai's operations at Huatai's price. [1]"""
    return chatgpt_training_run_cost / chatgpt_training_cost_at_stated_price


def v100_hour_price_implied(gpt3_stated_cost: Quantity, gpt3_stated_v100_time: Quantity) -> Quantity:
    """Stated cost of GPT-3's run over its stated V100 time. [US dollar / V100 / time]"""
    return gpt3_stated_cost / gpt3_stated_v100_time


def v100_hour_price_guosheng(gpt3_stated_cost_guosheng: Quantity, gpt3_stated_v100_time: Quantity) -> Quantity:
    """Guosheng's cost of GPT-3's run over the stated V100 time. [US dollar / V100 / time]"""
    return gpt3_stated_cost_guosheng / gpt3_stated_v100_time


def a100_rent_payback_time(a100_official_price: Quantity, a100_rent: Quantity) -> Quantity:
    """Time in which the supposed rent pays an A100's official price. [time]"""
    return a100_official_price / a100_rent


def gpt4_chip_bill_at_official_price(gpt4_a100_count: Quantity, a100_official_price: Quantity) -> Quantity:
    """GPT-4's A100s at the official price. [US dollar]"""
    return gpt4_a100_count * a100_official_price


def gpt4_run_over_chip_bill(gpt4_stated_cost: Quantity, gpt4_chip_bill_at_official_price: Quantity) -> Quantity:
    """Stated cost of GPT-4's run over the official price of its A100s. [1]"""
    return gpt4_stated_cost / gpt4_chip_bill_at_official_price


def gpt3_to_gpt4_compute_ratio(gpt4_stated_compute: Quantity, gpt3_stated_compute: Quantity) -> Quantity:
    """GPT-4's stated operations over GPT-3's. [1]"""
    return gpt4_stated_compute / gpt3_stated_compute


def gpt3_to_gpt4_cost_ratio(gpt4_stated_cost: Quantity, gpt3_stated_cost: Quantity) -> Quantity:
    """GPT-4's stated cost over GPT-3's. [1]"""
    return gpt4_stated_cost / gpt3_stated_cost


def gpt3_to_gpt4_yearly_growth(
    gpt3_to_gpt4_compute_ratio: Quantity, compounding_period: Quantity, gpt3_to_gpt4_interval: Quantity
) -> Quantity:
    """Growth factor of the stated operations a year between the two. [1]"""
    return gpt3_to_gpt4_compute_ratio ** (compounding_period / gpt3_to_gpt4_interval)


def v100_speed_implied(gpt3_stated_compute: Quantity, gpt3_stated_v100_time: Quantity) -> Quantity:
    """Stated operations of GPT-3 over the stated V100 time. [computation / time / V100]"""
    return gpt3_stated_compute / gpt3_stated_v100_time


def a100_speed_implied(gpt4_stated_compute: Quantity, gpt4_gpu_time: Quantity) -> Quantity:
    """Stated operations of GPT-4 over the stated A100 time. [computation / time / A100]"""
    return gpt4_stated_compute / gpt4_gpu_time


def gpt4_utilisation_implied(a100_speed_implied: Quantity, a100_peak_rate: Quantity) -> Quantity:
    """Speed of an A100 in GPT-4's run, as stated, over its peak rate, dense FP16 or BF16. [1]"""
    return a100_speed_implied / a100_peak_rate


def a100_speed_over_single_precision(a100_speed_implied: Quantity, a100_single_precision_rate: Quantity) -> Quantity:
    """Speed of an A100 in GPT-4's run, as stated, over its printed peak in single precision. [1]"""
    return a100_speed_implied / a100_single_precision_rate


def gpt3_time_on_threshold_v100s(gpt3_stated_v100_time: Quantity, training_threshold_v100_count: Quantity) -> Quantity:
    """GPT-3's stated V100 time on the V100s named as the threshold. [time]"""
    return gpt3_stated_v100_time / training_threshold_v100_count


def gpt3_time_on_standard_cluster(
    gpt3_stated_compute: Quantity, standard_cluster_a100_count: Quantity, a100_speed_implied: Quantity
) -> Quantity:
    """GPT-3's stated operations on a thousand A100s at the speed of GPT-4's run. [time]"""
    return gpt3_stated_compute / (standard_cluster_a100_count * a100_speed_implied)


def gpt3_time_on_threshold_a100s(
    gpt3_stated_compute: Quantity, training_threshold_a100_count: Quantity, a100_speed_implied: Quantity
) -> Quantity:
    """GPT-3's stated operations on the A100s named as the threshold, at the speed of GPT-4's run. [time]"""
    return gpt3_stated_compute / (training_threshold_a100_count * a100_speed_implied)


def gpt4_time_on_meta_fleet(gpt4_training_time: Quantity, fleet_ratio: Quantity) -> Quantity:
    """GPT-4's stated training time over the stated advantage of Meta's fleet. [time]"""
    return gpt4_training_time / fleet_ratio


def fleet_ratio_of_equivalents(
    meta_equivalent_count: Quantity, a100_per_h100: Quantity, gpt4_a100_count: Quantity
) -> Quantity:
    """Meta's H100 equivalents over GPT-4's cluster at the printed throughput. [1]"""
    return meta_equivalent_count * a100_per_h100 / gpt4_a100_count


def fleet_ratio_at_stated_efficiency(
    meta_h100_count: Quantity, h100_efficiency_over_a100: Quantity, gpt4_a100_count: Quantity
) -> Quantity:
    """Meta's H100s over GPT-4's cluster at the printed efficiency. [1]"""
    return meta_h100_count * h100_efficiency_over_a100 / gpt4_a100_count


def meta_over_facebook_cluster(
    meta_h100_count: Quantity, a100_per_h100: Quantity, facebook_a100_count: Quantity
) -> Quantity:
    """Meta's H100s over the A100s of its cluster before, at the printed throughput. [1]"""
    return meta_h100_count * a100_per_h100 / facebook_a100_count


def lenovo_rack_rate_per_a100(
    lenovo_rack_stated_rate: Quantity, lenovo_rack_server_count: Quantity, lenovo_server_gpu_count: Quantity
) -> Quantity:
    """Stated rate of a rack of SR670 V2 over its GPUs. [computation / time / A100]"""
    return lenovo_rack_stated_rate / (lenovo_rack_server_count * lenovo_server_gpu_count)


def h100_single_precision_gain(
    h100_printed_single_precision_rate: Quantity, a100_single_precision_rate: Quantity
) -> Quantity:
    """An H100's printed peak in single precision over an A100's. [A100 / H100]"""
    return h100_printed_single_precision_rate / a100_single_precision_rate


def gpt4_cluster_over_listed_centres(gpt4_cluster_peak_rate: Quantity, listed_centres_compute: Quantity) -> Quantity:
    """Peak rate of GPT-4's cluster over the compute of the seven cities. [1]"""
    return gpt4_cluster_peak_rate / listed_centres_compute


def threshold_over_listed_centres(
    training_threshold_a100_count: Quantity, a100_peak_rate: Quantity, listed_centres_compute: Quantity
) -> Quantity:
    """Peak rate of the A100s named as the threshold over the compute of the seven cities. [1]"""
    return training_threshold_a100_count * a100_peak_rate / listed_centres_compute


def sensetime_over_listed_centres(sensetime_peak_rate: Quantity, listed_centres_compute: Quantity) -> Quantity:
    """Peak rate of SenseTime's centre over the compute of the seven cities. [1]"""
    return sensetime_peak_rate / listed_centres_compute


def sensetime_in_a100s(sensetime_peak_rate: Quantity, a100_peak_rate: Quantity) -> Quantity:
    """A100s with the peak rate of SenseTime's centre, dense FP16. [A100]"""
    return sensetime_peak_rate / a100_peak_rate


def gpt3_time_on_sensetime(gpt3_stated_compute: Quantity, sensetime_peak_rate: Quantity) -> Quantity:
    """GPT-3's stated operations on all of SenseTime's centre at peak. [time]"""
    return gpt3_stated_compute / sensetime_peak_rate


def listed_centres_over_china(listed_centres_compute: Quantity, china_compute_2021: Quantity) -> Quantity:
    """Compute of the seven cities over the country's of 2021. [1]"""
    return listed_centres_compute / china_compute_2021


def china_compute_in_a100s(china_compute_2021: Quantity, a100_peak_rate: Quantity) -> Quantity:
    """A100s with the peak rate of the country's compute of 2021, dense FP16. [A100]"""
    return china_compute_2021 / a100_peak_rate


def china_large_holdings(china_large_holder_count: Quantity, china_largest_holding: Quantity) -> Quantity:
    """GPUs of all firms with more than 10,000, each at the bound for the largest. [GPU]"""
    return china_large_holder_count * china_largest_holding


def meta_fleet_peak_rate(meta_h100_count: Quantity, h100_peak_rate: Quantity) -> Quantity:
    """Peak rate of Meta's H100s, dense FP16. [computation / time]"""
    return meta_h100_count * h100_peak_rate


def meta_fleet_over_china_2021(meta_fleet_peak_rate: Quantity, china_compute_2021: Quantity) -> Quantity:
    """Peak rate of Meta's H100s over the country's compute of 2021. [1]"""
    return meta_fleet_peak_rate / china_compute_2021


def meta_fleet_over_china_2026(meta_fleet_peak_rate: Quantity, china_compute_2026: Quantity) -> Quantity:
    """Peak rate of Meta's H100s over the country's compute forecast for 2026. [1]"""
    return meta_fleet_peak_rate / china_compute_2026


def china_compute_2026_in_h100s(china_compute_2026: Quantity, h100_peak_rate: Quantity) -> Quantity:
    """H100s with the peak rate of the country's compute forecast for 2026, dense FP16. [H100]"""
    return china_compute_2026 / h100_peak_rate


def shanghai_target_ratio(shanghai_compute_target: Quantity, shanghai_dispatch_target: Quantity) -> Quantity:
    """Shanghai's target for its data centres over that for its platform. [1]"""
    return shanghai_compute_target / shanghai_dispatch_target


def deep_learning_stated_growth(
    growth_per_doubling: Quantity, compounding_period: Quantity, deep_learning_stated_doubling_time: Quantity
) -> Quantity:
    """Growth factor of training compute a year by the doubling time stated since 2010. [1]"""
    return growth_per_doubling ** (compounding_period / deep_learning_stated_doubling_time)


def training_growth_over_china_growth(deep_learning_stated_growth: Quantity, china_stated_growth: Quantity) -> Quantity:
    """Growth factor of training compute so stated over that of the country's compute. [1]"""
    return deep_learning_stated_growth / (1 + china_stated_growth)


def compute_growth_by_chip_sales(ai_chip_market_stated_growth: Quantity, moore_growth: Quantity) -> Quantity:
    """Growth of compute a year, if sales grow and chips improve as printed. [1]"""
    return (1 + ai_chip_market_stated_growth) * moore_growth - 1


def demand_yearly_growth(
    compute_demand_growth_stated: Quantity, compounding_period: Quantity, compute_demand_period: Quantity
) -> Quantity:
    """Growth factor of demand a year by the stated ten-billion-fold. [1]"""
    return compute_demand_growth_stated ** (compounding_period / compute_demand_period)


def chinese_capital_spending(
    alibaba_capital_spending: Quantity, tencent_capital_spending: Quantity, baidu_capital_spending: Quantity
) -> Quantity:
    """A year's capital expenditure of the three firms. [yuan]"""
    return alibaba_capital_spending + tencent_capital_spending + baidu_capital_spending


def china_growth_bill(
    china_compute_2026: Quantity,
    china_compute_2021: Quantity,
    stated_cluster_cost: Quantity,
    a800_cluster_count: Quantity,
    a800_peak_rate: Quantity,
) -> Quantity:
    """Compute that the forecast adds, at the stated cost of a cluster of A800s. [yuan]"""
    return (china_compute_2026 - china_compute_2021) * stated_cluster_cost / (a800_cluster_count * a800_peak_rate)


def china_growth_bill_over_spending(china_growth_bill: Quantity, chinese_capital_spending: Quantity) -> Quantity:
    """Cost of the growth that is forecast over a year's capital expenditure of the three firms. [1]"""
    return china_growth_bill / chinese_capital_spending


def meta_bill_over_chinese_spending(
    meta_h100_bill: Quantity, yuan_per_dollar_march_2023: Quantity, chinese_capital_spending: Quantity
) -> Quantity:
    """Meta's stated bill for H100s over a year's capital expenditure of the three firms. [1]"""
    return meta_h100_bill * yuan_per_dollar_march_2023 / chinese_capital_spending


def cluster_over_alibaba_spending(stated_cluster_cost: Quantity, alibaba_cloud_spending: Quantity) -> Quantity:
    """Stated cost of a cluster over Alibaba's yearly cloud spending. [1]"""
    return stated_cluster_cost / alibaba_cloud_spending


def cluster_over_tencent_spending(stated_cluster_cost: Quantity, tencent_cloud_spending: Quantity) -> Quantity:
    """Stated cost of a cluster over Tencent's yearly cloud spending. [1]"""
    return stated_cluster_cost / tencent_cloud_spending


def cluster_over_baidu_spending(stated_cluster_cost: Quantity, baidu_cloud_spending: Quantity) -> Quantity:
    """Stated cost of a cluster over Baidu's yearly cloud spending. [1]"""
    return stated_cluster_cost / baidu_cloud_spending


def microsoft_investment_over_usual(
    microsoft_openai_investment: Quantity, yuan_per_dollar_march_2023: Quantity, generative_ai_investment: Quantity
) -> Quantity:
    """Microsoft's stated investment in OpenAI over the usual one, at the exchange rate of the day. [1]"""
    return microsoft_openai_investment * yuan_per_dollar_march_2023 / generative_ai_investment


def openai_spend_in_gpt4_runs(openai_training_spend: Quantity, gpt4_stated_cost: Quantity) -> Quantity:
    """Runs of GPT-4 that OpenAI's stated spending on training pays for. [1]"""
    return openai_training_spend / gpt4_stated_cost


def g42_sum_over_meta_bill(g42_sum: Quantity, meta_h100_bill: Quantity) -> Quantity:
    """The sum of the talks with G42 over Meta's stated bill for H100s. [1]"""
    return g42_sum / meta_h100_bill


def h100_sales_2024(h100_output_2024: Quantity, h100_stated_price: Quantity) -> Quantity:
    """H100s planned for 2024 at the printed price. [US dollar]"""
    return h100_output_2024 * h100_stated_price


def h100_sales_over_chip_market(h100_sales_2024: Quantity, ai_chip_market_2025_forecast: Quantity) -> Quantity:
    """Sales of H100s so planned over the market for all AI chips forecast for 2025. [1]"""
    return h100_sales_2024 / ai_chip_market_2025_forecast


def h100_output_growth(h100_output_2024: Quantity, h100_output_2023: Quantity) -> Quantity:
    """H100s planned for 2024 over those made in 2023. [1]"""
    return h100_output_2024 / h100_output_2023


def meta_share_of_h100_output(meta_h100_count: Quantity, h100_output_2024: Quantity) -> Quantity:
    """Meta's H100s over those planned for 2024. [1]"""
    return meta_h100_count / h100_output_2024


def h100_price_over_official_a100(h100_stated_price: Quantity, a100_official_price: Quantity) -> Quantity:
    """A100s at their official price that one H100 costs. [A100 / H100]"""
    return h100_stated_price / a100_official_price


def h100_price_over_listed_a100(h100_stated_price: Quantity, a100_listed_price_in_dollars: Quantity) -> Quantity:
    """A100s at a shop's price that one H100 costs. [A100 / H100]"""
    return h100_stated_price / a100_listed_price_in_dollars


def h100_throughput_over_cost(a100_per_h100: Quantity, h100_cost_over_a100: Quantity) -> Quantity:
    """The H100's stated throughput over its stated cost, both in A100s. [1]"""
    return a100_per_h100 / h100_cost_over_a100


def v100_price_implied(training_threshold_bill: Quantity, training_threshold_v100_count: Quantity) -> Quantity:
    """Bill for the V100s named as the threshold over their number. [yuan / V100]"""
    return training_threshold_bill / training_threshold_v100_count


def v100_price_over_a100_price(v100_price_implied: Quantity, a100_listed_price: Quantity) -> Quantity:
    """Bill over the number of V100s named as the threshold, over a shop's price of an A100. [A100 / V100]"""
    return v100_price_implied / a100_listed_price


def a800_price_over_listed_a100(a800_shop_price: Quantity, a100_listed_price: Quantity) -> Quantity:
    """A shop's price of an A800 over that of an A100. [A100 / A800]"""
    return a800_shop_price / a100_listed_price


def azure_customers_at_a_time(azure_gpu_count: Quantity, customer_gpu_count: Quantity) -> Quantity:
    """Customers whom the stated A100s and H100s serve, if each rents as many as stated. [1]"""
    return azure_gpu_count / customer_gpu_count


def azure_share_of_customers(azure_customers_at_a_time: Quantity, azure_ml_customer_count: Quantity) -> Quantity:
    """Share of the stated customers whom the stated A100s and H100s serve at a time. [1]"""
    return azure_customers_at_a_time / azure_ml_customer_count


def a800_cluster_bill_in_runs(a800_cluster_chip_bill: Quantity, chatgpt_stated_run_cost_in_yuan: Quantity) -> Quantity:
    """Training runs at the stated price that the cluster's A800s cost. [1]"""
    return a800_cluster_chip_bill / chatgpt_stated_run_cost_in_yuan


def threshold_bill_in_gpt3_runs(
    training_threshold_bill: Quantity, gpt3_stated_cost_guosheng: Quantity, yuan_per_dollar_april_2023: Quantity
) -> Quantity:
    """Training runs of GPT-3 that the V100s named as the threshold cost. [1]"""
    return training_threshold_bill / (gpt3_stated_cost_guosheng * yuan_per_dollar_april_2023)


def nvidia_paper_share(nvidia_paper_multiple: Quantity) -> Quantity:
    """NVIDIA's share of the papers, if they outnumber all others so many times. [1]"""
    return nvidia_paper_multiple / (nvidia_paper_multiple + 1)


def azure_network_over_fastest(azure_network_rate: Quantity, fastest_network_rate: Quantity) -> Quantity:
    """Network of one server of Microsoft's machine over the fastest network, as printed. [1]"""
    return azure_network_rate / fastest_network_rate


def h100_link_over_network(h100_stated_link_rate: Quantity, fastest_network_rate: Quantity) -> Quantity:
    """NVLink of one H100 over the fastest network, as printed. [1]"""
    return h100_stated_link_rate / fastest_network_rate


def training_data_per_word(stated_training_data: Quantity, stated_training_word_count: Quantity) -> Quantity:
    """Stated training data over stated words. [information / word]"""
    return stated_training_data / stated_training_word_count


def training_data_over_text_stock(
    stated_training_data: Quantity, text_size_per_token: Quantity, high_quality_text_stock: Quantity
) -> Quantity:
    """Tokens that fit into the stated data over the stated stock of good text. [1]"""
    return stated_training_data / text_size_per_token / high_quality_text_stock


def training_tokens_implied(
    stated_training_time: Quantity,
    reference_computing_rate: Quantity,
    training_flop_per_parameter_token: Quantity,
    stated_training_parameter_count: Quantity,
) -> Quantity:
    """Tokens for which the stated operations are enough, at six for each and each parameter. [token]"""
    return (
        stated_training_time
        * reference_computing_rate
        / (training_flop_per_parameter_token * stated_training_parameter_count)
    )


def stated_tokens_over_implied(
    stated_training_word_count: Quantity, words_per_token: Quantity, training_tokens_implied: Quantity
) -> Quantity:
    """Stated words as tokens over the tokens for which the stated operations are enough. [1]"""
    return stated_training_word_count / words_per_token / training_tokens_implied


def nvlink5_parameters_per_gpu(nvlink5_model_size: Quantity, nvlink5_domain: Quantity) -> Quantity:
    """Parameters for each GPU that NVLink 5 joins at most. [parameter / GPU]"""
    return nvlink5_model_size / nvlink5_domain


def standard_cluster_parameters_per_a100(
    standard_cluster_model_size: Quantity, standard_cluster_a100_count: Quantity
) -> Quantity:
    """Parameters for each chip of the cluster called standard. [parameter / A100]"""
    return standard_cluster_model_size / standard_cluster_a100_count


def threshold_parameters_per_v100(
    stated_training_parameter_count: Quantity, training_threshold_v100_count: Quantity
) -> Quantity:
    """Parameters for each V100 named as the threshold. [parameter / V100]"""
    return stated_training_parameter_count / training_threshold_v100_count


def gpt4_cluster_peak_rate(gpt4_a100_count: Quantity, a100_peak_rate: Quantity) -> Quantity:
    """Peak rate of the cluster that trained GPT-4. [computation / time] (jiemian-2024, line 65)"""
    return gpt4_a100_count * a100_peak_rate


def h100_speed_discrepancy(h100_efficiency_over_a100: Quantity, a100_per_h100: Quantity) -> Quantity:
    """The H100's advantage in one place of the source over that in another. [1] (jiemian-2024, lines 31 and 73)"""
    return h100_efficiency_over_a100 / a100_per_h100


def text_stock_headroom(
    high_quality_text_stock: Quantity, stated_training_word_count: Quantity, words_per_token: Quantity
) -> Quantity:
    """Stated stock of good text over the text stated to be used already. [1] (eeo-2023, line 48)"""
    return high_quality_text_stock / (stated_training_word_count / words_per_token)


def training_growth_deep_learning(
    growth_per_doubling: Quantity, training_doubling_rate_deep_learning: Quantity, compounding_period: Quantity
) -> Quantity:
    """Growth factor of the five largest runs' compute a year. [1]"""
    return growth_per_doubling ** (training_doubling_rate_deep_learning * compounding_period)


def training_to_chip_growth_ratio(record_training_growth: Quantity, moore_growth: Quantity) -> Quantity:
    """How many times faster training compute grew than chips a year. [1] (huatai-2023, line 5)"""
    return record_training_growth / moore_growth
